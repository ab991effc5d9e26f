package io.shiplog.journal.codec;

import io.shiplog.journal.State;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Cuts a state into chunks of a keyframe. No more than one chunk is in memory beside the state. */
public final class KeyframeChunks {
    private static final int CHUNK_BYTES = 512 * 1024;

    private KeyframeChunks() {}

    /** Hands over the values of all chunks of {@code state}. */
    public static void of(State state, Consumer<byte[]> chunks) {
        List<StoredObject> chunk = new ArrayList<>();
        long bytes = 0;
        for (var resource : state.resources().stream().sorted().toList()) {
            for (StoredObject object : state.list(resource)) {
                if (bytes + object.json().length > CHUNK_BYTES && !chunk.isEmpty()) {
                    chunks.accept(KeyframeCodec.encode(chunk));
                    chunk.clear();
                    bytes = 0;
                }
                chunk.add(object);
                bytes += object.json().length;
            }
        }
        if (!chunk.isEmpty()) {
            chunks.accept(KeyframeCodec.encode(chunk));
        }
    }
}
