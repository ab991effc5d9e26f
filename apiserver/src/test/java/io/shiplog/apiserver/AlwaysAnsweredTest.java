package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd requests that once were answered with 500 or not at all. */
class AlwaysAnsweredTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String CONTROLLERS = "/api/v1/namespaces/default/replicationcontrollers";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    @BeforeAll
    void prepare() {
        client.post(MAPS, "{\"metadata\":{\"name\":\"present\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "\\r,\\r",
        "\\n,\\n",
        "\\u0000,\\x00",
        "\\u001f,\\x1f",
        "\\u007f,\\x7f",
        "\\u0085,\\u0085",
        "\\u2028,\\u2028"
    })
    void warnsOfAFieldWhoseNameHasControlCharacters(String inJson, String told) {
        var reply = client.post(MAPS + "?dryRun=All", "{\"metadata\":{\"name\":\"x\"},\"" + inJson + "\":1}");
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
        assertThat(reply.header("warning"))
                .containsExactly("299 - \"unknown field \\\"" + told.replace("\\", "\\\\") + "\\\"\"");
        var refused =
                client.post(MAPS + "?fieldValidation=Strict", "{\"metadata\":{\"name\":\"x\"},\"" + inJson + "\":1}");
        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.message()).endsWith("strict decoding error: unknown field \"" + told + "\"");
    }

    @Test
    void boundsWhatManyUnknownFieldsAddToTheHead() {
        String fields = IntStream.range(0, 20_000)
                .mapToObj(i -> ",\"unknown" + i + "\":1")
                .collect(Collectors.joining());
        var reply = client.post(MAPS + "?dryRun=All", "{\"metadata\":{\"name\":\"x\"}" + fields + "}");
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
        assertThat(reply.header("warning").stream().mapToInt(String::length).sum())
                .isBetween(4_000, 10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ",", ";;;", ";q=1", ",;", " ", "/", "*", "application", "application/json;as=;g=;v="})
    void answersToOddAcceptHeaders(String accept) {
        var reply = client.get(MAPS, "Accept", accept);
        assertThat(reply.code()).as(reply.text()).isIn(200, 406);
        if (accept.equals(";")) {
            assertThat(reply.code()).isEqualTo(406);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "-", "a b", "é", "a/b"})
    void refusesAPlainSelectorWhoseValueIsNoLabel(String value) {
        String template = ",\"template\":{\"metadata\":{\"labels\":{\"a\":\"" + value
                + "\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
        for (String rest : new String[] {"", template}) {
            var reply = client.post(
                    CONTROLLERS,
                    "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"selector\":{\"a\":\"" + value + "\"}" + rest + "}}");
            assertThat(reply.code()).as(reply.text()).isEqualTo(422);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 1_000_000_000 + 1, Integer.MAX_VALUE, -1, Long.MIN_VALUE})
    void deletesWithAnyGracePeriod(long seconds) {
        String name = "graceful" + Math.floorMod(seconds, 1_000_003);
        for (String path : new String[] {MAPS, PODS}) {
            String spec = path.equals(PODS)
                    ? ",\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}"
                    : "";
            var created = client.post(path, "{\"metadata\":{\"name\":\"" + name + "\"}" + spec + "}");
            assertThat(created.code()).as(created.text()).isEqualTo(201);
            var first = client.delete(path + "/" + name, "{\"gracePeriodSeconds\":" + seconds + "}");
            assertThat(first.code()).as(first.text()).isEqualTo(200);
        }
        var shorter = client.delete(PODS + "/" + name + "?gracePeriodSeconds=0");
        assertThat(shorter.code()).as(shorter.text()).isEqualTo(200);
        assertThat(client.get(PODS + "/" + name).code()).isEqualTo(404);
    }

    @Test
    void countsAShorterPeriodFromNowWhenTheFirstHadNoEnd() {
        client.post(
                PODS,
                "{\"metadata\":{\"name\":\"patient\"},\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        var first = client.delete(PODS + "/patient?gracePeriodSeconds=" + Long.MAX_VALUE)
                .json();
        assertThat(first.at("/metadata/deletionTimestamp").asString()).isEqualTo("9999-12-31T23:59:59Z");
        assertThat(first.at("/metadata/deletionGracePeriodSeconds").asLong()).isEqualTo(Long.MAX_VALUE);
        var second = client.delete(PODS + "/patient?gracePeriodSeconds=3600").json();
        assertThat(second.at("/metadata/deletionTimestamp").asString()).startsWith("20");
        assertThat(second.at("/metadata/deletionGracePeriodSeconds").asLong()).isEqualTo(3600);
    }

    @Test
    void refusesToActAsAGroupWithoutAUser() {
        assertThat(client.get(MAPS, "Impersonate-Group", "g").code()).isEqualTo(400);
    }
}
