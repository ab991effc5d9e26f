package io.shiplog.agent.pod.spec;

import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A volume of a pod. */
public record Volume(String name, Source source) {
    /** Where its content comes from. */
    public sealed interface Source {}

    /**
     * An empty folder, as long-lived as its pod.
     *
     * @param memory whether it lies in memory
     * @param limitBytes how much it may hold, 0 for no limit
     */
    public record EmptyFolder(boolean memory, long limitBytes) implements Source {}

    /** A path of the machine; {@code type} is Kubernetes', empty for none. */
    public record MachinePath(String path, String type) implements Source {}

    /**
     * Files that the agent writes: a configMap, secret, downwardAPI or projected volume.
     *
     * @param mode of files that say none
     */
    public record Files(int mode, List<FileSource> sources) implements Source {
        public Files {
            sources = List.copyOf(sources);
        }
    }

    /** Of a kind that this node does not know. */
    public record Unsupported() implements Source {}

    /** Where some of the files come from. */
    public sealed interface FileSource {}

    /** The keys of an object: those of {@code items}, all when there are none. */
    public record ObjectFiles(NeededObject object, List<Item> items) implements FileSource {
        public ObjectFiles {
            items = List.copyOf(items);
        }
    }

    /** A key as a file; {@code mode} is null for the volume's. */
    public record Item(String key, String path, @Nullable Integer mode) {}

    /** A file that says something of the pod; {@code mode} is null for the volume's. */
    public record PodFile(
            String path, ValueSource content, @Nullable Integer mode) implements FileSource {}

    /**
     * A token of the pod's account; {@code audience} is empty for the API's.
     *
     * @param seconds how long it is to be good
     */
    public record TokenFile(String path, String audience, long seconds) implements FileSource {}

    private static final int DEFAULT_MODE = 0644;
    private static final int DEFAULT_TOKEN_SECONDS = 3600;

    static Volume read(JsonNode volume) {
        return new Volume(JsonParts.text(volume, "name"), source(volume));
    }

    private static Source source(JsonNode volume) {
        for (String kind : List.of("configMap", "secret", "downwardAPI")) {
            JsonNode source = volume.path(kind);
            if (source.isObject()) {
                return new Files(
                        JsonParts.number(source, "defaultMode", DEFAULT_MODE),
                        files(kind, source, "secretName").toList());
            }
        }
        JsonNode projected = volume.path("projected");
        if (projected.isObject()) {
            return new Files(
                    JsonParts.number(projected, "defaultMode", DEFAULT_MODE),
                    projected
                            .path("sources")
                            .valueStream()
                            .flatMap(each ->
                                    each.propertyStream().flatMap(one -> files(one.getKey(), one.getValue(), "name")))
                            .toList());
        }
        JsonNode empty = volume.path("emptyDir");
        if (empty.isObject()) {
            return new EmptyFolder(
                    JsonParts.text(empty, "medium").equals("Memory"),
                    bytes(empty.path("sizeLimit").asString("0")));
        }
        JsonNode host = volume.path("hostPath");
        return host.isObject()
                ? new MachinePath(JsonParts.text(host, "path"), JsonParts.text(host, "type"))
                : new Unsupported();
    }

    private static Stream<FileSource> files(String kind, JsonNode source, String secretName) {
        return switch (kind) {
            case "configMap" -> Stream.of(object(NeededObject.Kind.CONFIG_MAP, source, "name"));
            case "secret" -> Stream.of(object(NeededObject.Kind.SECRET, source, secretName));
            case "downwardAPI" ->
                source.path("items")
                        .valueStream()
                        .map(item -> new PodFile(JsonParts.text(item, "path"), ValueSource.ofPod(item), mode(item)));
            case "serviceAccountToken" ->
                Stream.of(new TokenFile(
                        JsonParts.text(source, "path"),
                        JsonParts.text(source, "audience"),
                        JsonParts.number(source, "expirationSeconds", DEFAULT_TOKEN_SECONDS)));
            default -> Stream.of();
        };
    }

    private static FileSource object(NeededObject.Kind kind, JsonNode source, String name) {
        return new ObjectFiles(
                new NeededObject(kind, JsonParts.text(source, name), JsonParts.isTrue(source, "optional")),
                JsonParts.list(
                        source,
                        "items",
                        item -> new Item(JsonParts.text(item, "key"), JsonParts.text(item, "path"), mode(item))));
    }

    private static @Nullable Integer mode(JsonNode item) {
        return item.path("mode").isInt() ? (Integer) item.path("mode").intValue() : null;
    }

    private static long bytes(String quantity) {
        try {
            return Quantity.parse(quantity).value();
        } catch (QuantityException refusedByValidation) {
            return 0;
        }
    }
}
