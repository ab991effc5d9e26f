package io.shiplog.journal;

import io.shiplog.journal.testkit.Objects;
import io.shiplog.journal.testkit.ViewContract;
import io.shiplog.objects.Index;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import java.util.List;
import org.junit.jupiter.api.Nested;

class StateContractTest {
    @Nested
    class WithoutIndexes extends ViewContract {
        @Override
        protected View after(List<Step> history) {
            return fold(State.EMPTY, history);
        }
    }

    @Nested
    class WithIndexesFromTheMiddleOn extends ViewContract {
        @Override
        protected View after(List<Step> history) {
            int middle = history.size() / 2;
            State half = fold(State.EMPTY, history.subList(0, middle)).indexed(List.of(BY_LETTER, Index.OWNER));
            return fold(half, history.subList(middle, history.size()));
        }
    }

    private static State fold(State start, List<ViewContract.Step> history) {
        State state = start;
        for (ViewContract.Step step : history) {
            StoredObject object = step.object();
            StoredObject current = state.get(object.ref());
            Write write = step.gone() && current != null
                    ? Write.delete(current)
                    : current == null
                            ? Write.create(object.resource(), object.key(), object.uid(), object.json())
                            : Write.replace(current, object.json());
            // The object's version is its place in the history: the offset before it.
            state = state.fold(Objects.proposal(write), object.resourceVersion() - 1)
                    .next();
        }
        return state;
    }
}
