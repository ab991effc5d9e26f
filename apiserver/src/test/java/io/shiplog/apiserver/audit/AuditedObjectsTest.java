package io.shiplog.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AuditedObjectsTest {
    @Test
    void managedFieldsGoFromObjectsItemsOfListsAndRowsOfTables() {
        String field = "\"metadata\":{\"name\":\"a\",\"managedFields\":[{}]}";
        String bare = "\"metadata\":{\"name\":\"a\"}";
        for (String form : new String[] {"{%s}", "{\"items\":[{%s}]}", "{\"rows\":[{\"object\":{%s}}]}"}) {
            assertThat(Json.text(AuditedObjects.withoutManagedFields(
                            Json.parse(form.formatted(field).getBytes(StandardCharsets.UTF_8)))))
                    .isEqualTo(form.formatted(bare));
        }
    }

    @Test
    void aPatchThatIsAListStaysOne() {
        var patch = Json.parseValue("[{\"op\":\"remove\"}]".getBytes(StandardCharsets.UTF_8));
        assertThat(AuditedObjects.withoutManagedFields(patch)).isEqualTo(patch);
    }
}
