package io.shiplog.agent.worker;

import io.shiplog.agent.pod.facts.PodMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a step leaves in its pod's memory. Filled by the step's thread, then handed to the worker. */
final class Effects implements UnaryOperator<PodMemory> {
    private final List<UnaryOperator<PodMemory>> changes = new ArrayList<>();

    void add(UnaryOperator<PodMemory> change) {
        changes.add(change);
    }

    @Override
    public PodMemory apply(PodMemory memory) {
        PodMemory result = memory;
        for (UnaryOperator<PodMemory> change : changes) {
            result = change.apply(result);
        }
        return result;
    }
}
