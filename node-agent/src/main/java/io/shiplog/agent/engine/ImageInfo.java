package io.shiplog.agent.engine;

import java.util.List;

/**
 * A local image.
 *
 * @param id the engine's id of it
 * @param names tags and digests by which it is known
 * @param user the user that its processes run as, empty for root
 */
public record ImageInfo(String id, List<String> names, long sizeBytes, String user) {
    public ImageInfo {
        names = List.copyOf(names);
    }
}
