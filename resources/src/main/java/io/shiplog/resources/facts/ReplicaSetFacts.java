package io.shiplog.resources.facts;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.JsonCursor;
import io.shiplog.objects.StoredObject;

/**
 * What the controllers of others ask of a ReplicaSet.
 *
 * @param replicas how many pods it wants; 1 when it does not say
 */
public record ReplicaSetFacts(long replicas) {
    private static final Decoder<ReplicaSetFacts> DECODER = new Decoder<>(ReplicaSetFacts.class, ReplicaSetFacts::read);

    public static ReplicaSetFacts of(StoredObject replicaSet) {
        return replicaSet.facts(DECODER);
    }

    private static ReplicaSetFacts read(byte[] json) {
        long[] replicas = {1};
        JsonCursor.walk(
                json,
                object -> object.members(part -> {
                    if (part.equals("spec")) {
                        object.members(member -> {
                            if (member.equals("replicas") && object.isNumber()) {
                                replicas[0] = object.number();
                            }
                        });
                    }
                }));
        return new ReplicaSetFacts(replicas[0]);
    }
}
