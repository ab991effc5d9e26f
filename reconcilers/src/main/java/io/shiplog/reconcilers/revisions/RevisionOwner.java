package io.shiplog.reconcilers.revisions;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.selector.LabelSelector;
import tools.jackson.databind.JsonNode;

/**
 * What keeps revisions.
 *
 * @param stored the DaemonSet or StatefulSet
 * @param reference how its revisions and pods refer to it
 * @param selector which revisions are its own, as it selects its pods
 * @param template its pod template of now
 * @param collisions how many names were found taken so far, {@code status.collisionCount}
 * @param hashLabel the label of a revision that holds its hash
 */
public record RevisionOwner(
        StoredObject stored,
        OwnerReference reference,
        LabelSelector selector,
        JsonNode template,
        int collisions,
        String hashLabel) {}
