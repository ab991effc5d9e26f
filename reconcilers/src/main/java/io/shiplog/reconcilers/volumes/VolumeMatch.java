package io.shiplog.reconcilers.volumes;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * The volume that a claim gets (FindMatchingVolume in component-helpers' storage/volume, v1.34): one that was made for
 * it; otherwise the smallest of its class that is free, large enough, of its modes, and that its selector selects.
 */
final class VolumeMatch {
    private VolumeMatch() {}

    /** @param delayed whether only a volume that was made for the claim counts, until a pod needs it */
    static @Nullable StoredObject of(View view, StoredObject claim, boolean delayed) {
        ClaimFacts facts = ClaimFacts.of(claim);
        for (StoredObject volume : view.by(VolumeFacts.BY_CLAIM, claim.key().toString())) {
            VolumeFacts.ClaimRef reference = VolumeFacts.of(volume).claim();
            boolean meant = reference != null
                    && reference.means(claim)
                    && !volume.facts().deleting();
            if (meant && fits(facts, volume)) {
                return volume;
            }
        }
        StoredObject smallest = null;
        if (!delayed) {
            for (StoredObject volume : view.by(VolumeFacts.FREE, facts.asked().storageClass())) {
                boolean usable = !volume.facts().deleting()
                        && facts.selector().matches(volume.facts().labels())
                        && fits(facts, volume);
                if (usable && (smallest == null || isSmaller(volume, smallest))) {
                    smallest = volume;
                }
            }
        }
        return smallest;
    }

    static boolean fits(ClaimFacts claim, StoredObject volume) {
        VolumeFacts facts = VolumeFacts.of(volume);
        Quantity request = claim.request();
        Quantity capacity = facts.capacity();
        boolean largeEnough = request == null || capacity != null && capacity.compareTo(request) >= 0;
        return largeEnough && claim.asked().isServedBy(facts.kind());
    }

    private static boolean isSmaller(StoredObject a, StoredObject b) {
        Quantity left = VolumeFacts.of(a).capacity();
        Quantity right = VolumeFacts.of(b).capacity();
        return left == null ? right != null : right != null && left.compareTo(right) < 0;
    }
}
