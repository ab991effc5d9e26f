package io.shiplog.reconcilers.statefulset;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.reconcilers.objects.TemplatePod;
import io.shiplog.reconcilers.revisions.TemplateRevision;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod of a StatefulSet: its number, its identity, and how it is made (stateful_set_utils.go, v1.34). */
final class SetPod {
    static final String REVISION = "controller-revision-hash";
    private static final String NAME = "statefulset.kubernetes.io/pod-name";
    private static final String INDEX = "apps.kubernetes.io/pod-index";

    /** More digits are no ordinal: upstream's are 32 bits. */
    private static final int LONGEST_ORDINAL = 9;

    private SetPod() {}

    /** The number at the end of a pod's name, or -1 when the pod is not named as {@code set}'s are. */
    static int ordinal(String set, String pod) {
        String prefix = set + "-";
        if (!pod.startsWith(prefix)) {
            return -1;
        }
        String digits = pod.substring(prefix.length());
        boolean number = !digits.isEmpty()
                && digits.length() <= LONGEST_ORDINAL
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number && (digits.equals("0") || digits.charAt(0) != '0') ? Integer.parseInt(digits) : -1;
    }

    static ObjectKey key(StoredObject set, int ordinal) {
        return new ObjectKey(set.key().namespace(), set.key().name() + "-" + ordinal);
    }

    static String revision(StoredObject pod) {
        return pod.facts().labels().getOrDefault(REVISION, "");
    }

    static boolean isRunningAndReady(StoredObject pod) {
        PodFacts facts = PodFacts.of(pod);
        return facts.life().phase().equals("Running") && facts.isReady();
    }

    /** The pod of a number, of one revision of the template. */
    static NewObject made(
            StoredObject set,
            OwnerReference owner,
            SetSpec spec,
            TemplateRevision revision,
            int ordinal,
            ReconcileContext moment) {
        ObjectKey key = key(set, ordinal);
        NewObject pod = TemplatePod.of(revision.template(), key, owner, moment);
        Draft.object(pod.metadata(), "labels").put(REVISION, revision.name());
        identify(pod.metadata(), key.name(), ordinal);
        ObjectNode podSpec = Draft.object(pod.json(), "spec");
        podSpec.put("hostname", key.name());
        if (!spec.pods().serviceName().isEmpty()) {
            podSpec.put("subdomain", spec.pods().serviceName());
        }
        mount(podSpec, spec, set, ordinal);
        return pod;
    }

    /** The write that gives an adopted pod its identity, when it lacks it. */
    static Optional<PlannedWrite> identified(StoredObject pod, int ordinal) {
        Map<String, String> labels = pod.facts().labels();
        String name = pod.key().name();
        if (name.equals(labels.get(NAME)) && Integer.toString(ordinal).equals(labels.get(INDEX))) {
            return Optional.empty();
        }
        Draft draft = Draft.of(pod);
        identify(draft.metadata(), name, ordinal);
        return draft.write();
    }

    private static void identify(ObjectNode metadata, String name, int ordinal) {
        Draft.object(metadata, "labels").put(NAME, name).put(INDEX, Integer.toString(ordinal));
    }

    /** A volume for each claim, before the template's own, of which those of the same names go. */
    private static void mount(ObjectNode podSpec, SetSpec spec, StoredObject set, int ordinal) {
        if (spec.pods().claims().isEmpty()) {
            return;
        }
        List<JsonNode> own = new ArrayList<>();
        podSpec.path("volumes").forEach(own::add);
        ArrayNode volumes = podSpec.putArray("volumes");
        for (JsonNode template : spec.pods().claims()) {
            String name = SetClaims.templateName(template);
            volumes.addObject()
                    .put("name", name)
                    .putObject("persistentVolumeClaim")
                    .put("claimName", SetClaims.name(template, set, ordinal));
            own.removeIf(volume -> volume.path("name").asString("").equals(name));
        }
        volumes.addAll(own);
    }
}
