package io.shiplog.resources.diff;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class TakenBackTest {
    private static final Schema POD = requireNonNull(Kinds.builtIn().preferred(GroupResource.core("pods")))
            .schema();

    @Test
    void withNothingSinceItIsWhatWasBefore() {
        String before =
                "{\"metadata\":{\"labels\":{\"a\":\"1\"}},\"spec\":{\"containers\":[{\"name\":\"x\",\"image\":\"i:1\"}]}}";
        String after =
                "{\"metadata\":{\"labels\":{\"b\":\"2\"}},\"spec\":{\"containers\":[{\"name\":\"x\",\"image\":\"i:2\"}]}}";
        assertThat(back(after, before, after)).hasToString(new TakenBack(tree(before), List.of()).toString());
    }

    @Test
    void whatWasChangedOtherwiseSinceStays() {
        TakenBack back = back(
                "{\"metadata\":{\"labels\":{\"new\":\"3\",\"b\":\"2\"}},\"spec\":{\"hostname\":\"h\",\"containers\":["
                        + "{\"name\":\"y\",\"image\":\"y:1\"},{\"name\":\"x\",\"image\":\"i:2\",\"tty\":true}]}}",
                "{\"metadata\":{\"labels\":{}},\"spec\":{\"containers\":[{\"name\":\"x\",\"image\":\"i:1\"},{\"name\":\"gone\"}]}}",
                "{\"metadata\":{\"labels\":{\"b\":\"2\"}},\"spec\":{\"containers\":[{\"name\":\"x\",\"image\":\"i:2\"}]}}");
        assertThat(back.conflicts()).isEmpty();
        assertThat(back.object())
                .hasToString(
                        "{\"metadata\":{\"labels\":{\"new\":\"3\"}},\"spec\":{\"hostname\":\"h\",\"containers\":["
                                + "{\"name\":\"y\",\"image\":\"y:1\"},{\"name\":\"x\",\"image\":\"i:1\",\"tty\":true},{\"name\":\"gone\"}]}}");
    }

    @Test
    void whatWasChangedAgainStaysAndIsAConflict() {
        TakenBack back = back(
                "{\"spec\":{\"hostname\":\"third\",\"subdomain\":\"s\"}}",
                "{\"spec\":{\"hostname\":\"first\"}}",
                "{\"spec\":{\"hostname\":\"second\",\"subdomain\":\"s\"}}");
        assertThat(back.object()).hasToString("{\"spec\":{\"hostname\":\"third\"}}");
        assertThat(back.conflicts()).containsExactly("spec.hostname");
    }

    @Test
    void whatIsAsItWasAlreadyNeedsNothing() {
        String before = "{\"spec\":{\"hostname\":\"first\"}}";
        TakenBack back = back(before, before, "{\"spec\":{\"hostname\":\"second\"}}");
        assertThat(back.object()).hasToString(before);
        assertThat(back.conflicts()).isEmpty();
    }

    private static TakenBack back(String current, String before, String after) {
        return TakenBack.of(tree(current), tree(before), tree(after), POD);
    }

    private static ObjectNode tree(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
