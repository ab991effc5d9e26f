package io.shiplog.apiserver.ask;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.write.WriteRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several requests that take effect together or not at all. */
record Together(List<WriteRequest> requests) implements WriteRequest {
    @Override
    public Decision decide(View view) {
        List<Write> writes = new ArrayList<>();
        Set<ObjectRef> written = new HashSet<>();
        StoredObject unchanged = null;
        for (WriteRequest request : requests) {
            switch (request.decide(view)) {
                case Decision.Propose(List<Write> proposed, @Nullable StoredObject _) -> {
                    for (Write write : proposed) {
                        if (!written.add(new ObjectRef(write.resource(), write.key()))) {
                            return new Decision.Refused(Refusal.badRequest("two of the objects change "
                                    + write.resource() + " " + write.key() + ", too: take them back one by one"));
                        }
                        writes.add(write);
                    }
                }
                case Decision.Nothing(StoredObject current) -> unchanged = current;
                case Decision.Refused refused -> {
                    return refused;
                }
            }
        }
        return writes.isEmpty() && unchanged != null ? new Decision.Nothing(unchanged) : new Decision.Propose(writes);
    }
}
