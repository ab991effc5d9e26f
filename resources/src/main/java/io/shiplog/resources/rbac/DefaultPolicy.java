package io.shiplog.resources.rbac;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The roles and bindings that every cluster has, as manifests: upstream's v1.34, and what Shiplog's own paths need. */
public final class DefaultPolicy {
    /** Whether a start may add to an object what it lacks of its default; {@code true} on all of them at first. */
    public static final String UPDATED = "rbac.authorization.kubernetes.io/autoupdate";

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final List<ObjectNode> OBJECTS = read();

    private DefaultPolicy() {}

    /** Roles first, then bindings; whoever takes one takes a copy. */
    public static List<ObjectNode> objects() {
        return OBJECTS.stream().map(ObjectNode::deepCopy).toList();
    }

    /** The rules of a default ClusterRole. */
    public static List<RoleRule> rules(String clusterRole) {
        return OBJECTS.stream()
                .filter(object -> object.path("kind").asString("").equals("ClusterRole")
                        && object.path("metadata").path("name").asString("").equals(clusterRole))
                .findFirst()
                .map(RoleRule::read)
                .orElseThrow();
    }

    private static List<ObjectNode> read() {
        try (InputStream file =
                Objects.requireNonNull(DefaultPolicy.class.getResourceAsStream("policy.txt"), "policy.txt")) {
            List<ObjectNode> objects = new ArrayList<>();
            new String(file.readAllBytes(), UTF_8).lines().forEach(line -> read(line, objects));
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(String line, List<ObjectNode> objects) {
        List<String> words = List.of(line.strip().split(" "));
        if (line.startsWith("#")) {
            return;
        }
        if (!line.startsWith(" ")) {
            objects.add(object(words));
            return;
        }
        ObjectNode role = objects.getLast();
        switch (words.getFirst()) {
            case "label" -> ((ObjectNode) role.path("metadata").path("labels")).put(words.get(1), "true");
            case "aggregates" ->
                role.withObject("aggregationRule")
                        .withArray("clusterRoleSelectors")
                        .addObject()
                        .putObject("matchLabels")
                        .put(words.get(1), "true");
            default -> rule(role.withArray("rules").addObject(), words);
        }
    }

    private static void rule(ObjectNode rule, List<String> words) {
        list(rule, "verbs", words.get(0));
        if (words.get(1).equals("path")) {
            list(rule, "nonResourceURLs", words.get(2));
            return;
        }
        list(rule, "apiGroups", words.get(1));
        list(rule, "resources", words.get(2));
        if (words.size() > 3) {
            list(rule, "resourceNames", words.get(3));
        }
    }

    private static void list(ObjectNode rule, String member, String texts) {
        ArrayNode list = rule.putArray(member);
        Arrays.stream(texts.split(",", -1)).forEach(text -> list.add(text.equals("core") ? "" : text));
    }

    private static ObjectNode object(List<String> words) {
        String kind = words.get(0);
        String name = words.get(1);
        int slash = name.indexOf('/');
        ObjectNode object = Json.object().put("kind", kind).put("apiVersion", GROUP + "/v1");
        ObjectNode metadata = object.putObject("metadata").put("name", name.substring(slash + 1));
        if (slash >= 0) {
            metadata.put("namespace", name.substring(0, slash));
        }
        metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        metadata.putObject("annotations").put(UPDATED, "true");
        if (words.size() > 2) {
            String[] role = words.get(2).split("/", 2);
            object.putObject("roleRef")
                    .put("apiGroup", GROUP)
                    .put("kind", role[0])
                    .put("name", role[1]);
            words.subList(3, words.size()).forEach(subject -> subject(object.withArray("subjects"), subject));
        }
        return object;
    }

    private static void subject(ArrayNode subjects, String text) {
        String[] parts = text.split("=", 2);
        ObjectNode subject = subjects.addObject().put("kind", parts[0]);
        if (parts[0].equals("ServiceAccount")) {
            String[] account = parts[1].split("/", 2);
            subject.put("namespace", account[0]).put("name", account[1]);
        } else {
            subject.put("apiGroup", GROUP).put("name", parts[1]);
        }
    }
}
