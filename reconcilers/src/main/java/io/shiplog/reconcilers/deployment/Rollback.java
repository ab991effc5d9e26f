package io.shiplog.reconcilers.deployment;

import io.shiplog.resources.write.Draft;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rollback that a Deployment asks for by an annotation, which is what became of {@code spec.rollbackTo} of
 * extensions/v1beta1 (pkg/controller/deployment/rollback.go, v1.34). kubectl's undo does not need it: it writes the old
 * template itself.
 */
final class Rollback {
    /** The revision to go back to; 0 for the last one. */
    static final String ASKED = "deprecated.deployment.rollback.to";

    private static final String NOT_FOUND = "DeploymentRollbackRevisionNotFound";

    private Rollback() {}

    static boolean isAsked(Rollout rollout) {
        return asked(rollout) != null;
    }

    private static @Nullable Long asked(Rollout rollout) {
        String text = rollout.deployment().annotation(ASKED);
        try {
            return text.isEmpty() ? null : (Long) Long.parseLong(text);
        } catch (NumberFormatException _) {
            // Anyone may edit an annotation: what is no number asks for nothing.
            return null;
        }
    }

    /**
     * Gives the Deployment the template of the revision that it asks for, if there is one, and takes the question back.
     */
    static void perform(Rollout rollout) {
        rollout.update();
        Long asked = asked(rollout);
        long wanted = asked == null ? 0 : asked;
        if (wanted == 0) {
            wanted = last(rollout);
        }
        Revision target = wanted == 0 ? null : found(rollout, wanted);
        if (target != null) {
            goBackTo(rollout, target, wanted);
        } else if (wanted == 0) {
            rollout.warn(NOT_FOUND, "Unable to find last revision.");
        } else {
            rollout.warn(NOT_FOUND, "Unable to find the revision to rollback to.");
        }
        if (rollout.deployment().metadata().get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ASKED);
        }
    }

    /** The number before that of the current template; 0 when there is none. */
    private static long last(Rollout rollout) {
        return rollout.old().stream().mapToLong(Revision::number).max().orElse(0);
    }

    private static @Nullable Revision found(Rollout rollout, long number) {
        for (Revision revision : rollout.all()) {
            if (revision.number() == number) {
                return revision;
            }
        }
        return null;
    }

    private static void goBackTo(Rollout rollout, Revision target, long number) {
        Draft deployment = rollout.deployment();
        String name = deployment.stored().key().name();
        if (Template.same(target.template(), rollout.spec().template())) {
            rollout.warn(
                    "DeploymentRollbackTemplateUnchanged",
                    "The rollback revision contains the same template as current deployment \"" + name + "\"");
            return;
        }
        deployment.spec().set("template", Template.unlabelled(target.template()));
        ObjectNode annotations = Draft.object(deployment.metadata(), "annotations");
        for (String own : List.copyOf(annotations.propertyNames())) {
            if (NewRevision.isCopied(own)) {
                annotations.remove(own);
            }
        }
        JsonNode theirs = target.json().path("metadata").path("annotations");
        for (Map.Entry<String, JsonNode> annotation : theirs.properties()) {
            if (NewRevision.isCopied(annotation.getKey())) {
                annotations.set(annotation.getKey(), annotation.getValue());
            }
        }
        rollout.tell("DeploymentRollback", "Rolled back deployment \"" + name + "\" to revision " + number);
    }
}
