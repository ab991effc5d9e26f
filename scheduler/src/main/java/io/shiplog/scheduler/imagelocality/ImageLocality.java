package io.shiplog.scheduler.imagelocality;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.ScorePlugin;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A node is better if it has the pod's images, the more so the larger they are and the more nodes have them, so that
 * one node does not attract everything. Source: kube-scheduler v1.34, plugin ImageLocality.
 */
public final class ImageLocality implements ScorePlugin {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long LEAST_BYTES = 23 * MEGABYTE;
    private static final long MOST_BYTES_PER_CONTAINER = 1000 * MEGABYTE;

    @Override
    public String name() {
        return "ImageLocality";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long @Nullable [] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        List<String> images =
                pod.demand().images().stream().map(ImageLocality::withTag).toList();
        if (images.stream().noneMatch(image -> snapshot.nodesWithImage(image) > 0)) {
            return null;
        }
        Set<String> wanted = new TreeSet<>(images);
        if (feasible.stream().noneMatch(node -> hasOneOf(node, wanted))) {
            return null;
        }
        long mostBytes = MOST_BYTES_PER_CONTAINER * images.size();
        return feasible.stream()
                .mapToLong(node -> {
                    long bytes = 0;
                    for (String image : images) {
                        long size = node.node().images().getOrDefault(image, 0L);
                        bytes += (long) ((double) size * snapshot.nodesWithImage(image) / snapshot.nodeCount());
                    }
                    long capped = Math.clamp(bytes, LEAST_BYTES, mostBytes);
                    return MAX_SCORE * (capped - LEAST_BYTES) / (mostBytes - LEAST_BYTES);
                })
                .toArray();
    }

    private static boolean hasOneOf(NodeInfo node, Set<String> images) {
        return images.stream().anyMatch(node.node().images()::containsKey);
    }

    /** An image name without a tag or digest means {@code latest}. */
    private static String withTag(String image) {
        return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
    }
}
