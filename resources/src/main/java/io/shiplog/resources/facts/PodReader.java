package io.shiplog.resources.facts;

import io.shiplog.objects.JsonCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the facts of one pod. */
final class PodReader {
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private @Nullable Instant created;
    private boolean deleting;
    private @Nullable Long deletionGraceSeconds;
    private int deletionCost;

    private String node = "";
    private String hostname = "";
    private String subdomain = "";
    private @Nullable Long graceSeconds;
    private final List<Toleration> tolerations = new ArrayList<>();
    private final PodContainers containers = new PodContainers();

    private String phase = "";
    private String reason = "";
    private @Nullable ConditionFacts ready;
    private @Nullable ConditionFacts disruption;
    private String address = "";
    private final List<String> addresses = new ArrayList<>();

    PodFacts read(byte[] json) {
        JsonCursor.walk(json, this::pod);
        if (addresses.isEmpty() && !address.isEmpty()) {
            addresses.add(address);
        }
        return new PodFacts(
                node.isEmpty() ? null : node,
                new PodFacts.Life(phase.isEmpty() ? "Pending" : phase, reason, created, deleting, deletionGraceSeconds),
                ready,
                disruption,
                addresses,
                new PodFacts.Wishes(
                        hostname,
                        subdomain,
                        graceSeconds,
                        deletionCost,
                        tolerations,
                        containers.ports(),
                        containers.needs()),
                containers.restarts());
    }

    private void pod(JsonCursor json) {
        json.members(part -> {
            switch (part) {
                case "metadata" -> json.members(member -> metadata(member, json));
                case "spec" -> json.members(member -> spec(member, json));
                case "status" -> json.members(member -> status(member, json));
                default -> {}
            }
        });
    }

    private void metadata(String member, JsonCursor json) {
        switch (member) {
            case "creationTimestamp" -> created = Times.parse(json.text());
            case "deletionTimestamp" -> deleting = !json.text().isEmpty();
            case "deletionGracePeriodSeconds" -> deletionGraceSeconds = number(json);
            case "annotations" ->
                json.members(annotation -> {
                    if (annotation.equals(DELETION_COST)) {
                        deletionCost = cost(json.text());
                    }
                });
            default -> {}
        }
    }

    private void spec(String member, JsonCursor json) {
        switch (member) {
            case "nodeName" -> node = json.recurring();
            case "hostname" -> hostname = json.recurring();
            case "subdomain" -> subdomain = json.recurring();
            case "terminationGracePeriodSeconds" -> graceSeconds = number(json);
            case "tolerations" -> json.elements(() -> toleration(Toleration.read(json)));
            default -> containers.spec(member, json);
        }
    }

    private void status(String member, JsonCursor json) {
        switch (member) {
            case "phase" -> phase = json.recurring();
            case "reason" -> reason = json.recurring();
            case "conditions" -> json.elements(() -> condition(ConditionFacts.read(json)));
            case "podIP" -> address = json.text();
            case "podIPs" ->
                json.elements(() -> json.members(name -> {
                    if (name.equals("ip") && !json.text().isEmpty()) {
                        addresses.add(json.text());
                    }
                }));
            default -> containers.status(member, json);
        }
    }

    private void condition(ConditionFacts condition) {
        switch (condition.type()) {
            case "Ready" -> ready = ready == null ? condition : ready;
            case "DisruptionTarget" -> disruption = disruption == null ? condition : disruption;
            default -> {}
        }
    }

    private static @Nullable Long number(JsonCursor json) {
        return json.isNumber() ? (Long) json.number() : null;
    }

    private static int cost(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            // The API refuses such an annotation; one that slipped in counts as none.
            return 0;
        }
    }

    private void toleration(@Nullable Toleration toleration) {
        if (toleration != null) {
            tolerations.add(toleration);
        }
    }
}
