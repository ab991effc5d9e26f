package io.shiplog.apiserver.ask;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.write.WriteBatch;
import io.shiplog.resources.write.WriteRequest;
import java.util.List;

/** Several requests that take effect together or not at all, each on the outcome of those before it. */
record Together(List<WriteRequest> requests) implements WriteRequest {
    @Override
    public Decision decide(View view) {
        WriteBatch batch = new WriteBatch(view);
        StoredObject unchanged = null;
        for (WriteRequest request : requests) {
            switch (request.decide(batch)) {
                case Decision.Propose proposed -> batch.add(proposed.writes());
                case Decision.Nothing(StoredObject current) -> unchanged = current;
                case Decision.Awaits awaits -> {
                    return awaits;
                }
                case Decision.Refused refused -> {
                    return refused;
                }
            }
        }
        List<Write> writes = batch.writes();
        return writes.isEmpty() && unchanged != null ? new Decision.Nothing(unchanged) : new Decision.Propose(writes);
    }
}
