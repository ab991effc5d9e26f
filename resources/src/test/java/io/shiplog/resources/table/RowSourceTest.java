package io.shiplog.resources.table;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class RowSourceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private static final String META = "metadata: {name: a, creationTimestamp: '2026-01-01T00:55:00Z', annotations:"
            + " {volume.beta.kubernetes.io/storage-class: slow, storageclass.kubernetes.io/is-default-class: 'true', x: y},"
            + " managedFields: [{manager: kubectl, fieldsV1: {'f:spec': {}}}]}";

    @ParameterizedTest
    @MethodSource("io.shiplog.resources.table.TablesTest#others")
    void givesTheSameCellsAsTheWholeObject(String resource, String rest, String expected) {
        ObjectNode whole = yaml("{" + META + ", " + rest + "}");

        TableSpec table = kind(resource).rules().table();

        ObjectNode read = RowSource.read(Json.bytes(whole), table.annotations()).object();

        assertThat(table.row(read, NOW)).isEqualTo(table.row(whole, NOW));
    }

    @Test
    void findsTheMetadataInTheBytes() {
        byte[] json = Json.bytes(yaml("{kind: ConfigMap, " + META + ", data: {metadata: '{}', ä: ö}}"));

        RowSource source = RowSource.read(json, Set.of());

        byte[] metadata = Arrays.copyOfRange(json, source.metadataStart(), source.metadataEnd());
        assertThat(new String(metadata, StandardCharsets.UTF_8))
                .isEqualTo(Json.text(Json.parse(json).get("metadata")));
    }

    @Test
    void leavesOutWhatNoCellShows() {
        ObjectNode read = RowSource.read(Json.bytes(yaml("{" + META + ", data: {a: b}}")), Set.of("x"))
                .object();

        assertThat(read.at("/metadata/managedFields").isMissingNode()).isTrue();
        assertThat(read.at("/metadata/annotations").propertyNames()).containsExactly("x");
        assertThat(read.at("/data/a").asString()).isEqualTo("b");
    }
}
