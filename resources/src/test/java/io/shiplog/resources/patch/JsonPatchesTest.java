package io.shiplog.resources.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonPatchesTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String DOCUMENT = "{\"a\":1,\"b\":{\"c\":[1,2,3],\"d/e\":\"x\"}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"op\":\"add\",\"path\":\"/z\",\"value\":9}|{\"a\":1,\"b\":{\"c\":[1,2,3],\"d/e\":\"x\"},\"z\":9}",
                "{\"op\":\"add\",\"path\":\"/b/c/-\",\"value\":4}|{\"a\":1,\"b\":{\"c\":[1,2,3,4],\"d/e\":\"x\"}}",
                "{\"op\":\"add\",\"path\":\"/b/c/0\",\"value\":0}|{\"a\":1,\"b\":{\"c\":[0,1,2,3],\"d/e\":\"x\"}}",
                "{\"op\":\"remove\",\"path\":\"/b/c/1\"}|{\"a\":1,\"b\":{\"c\":[1,3],\"d/e\":\"x\"}}",
                "{\"op\":\"remove\",\"path\":\"/b/d~1e\"}|{\"a\":1,\"b\":{\"c\":[1,2,3]}}",
                "{\"op\":\"replace\",\"path\":\"/b/new\",\"value\":1}|{\"a\":1,\"b\":{\"c\":[1,2,3],\"d/e\":\"x\",\"new\":1}}",
                "{\"op\":\"replace\",\"path\":\"/a\",\"value\":{\"x\":null}}|{\"a\":{\"x\":null},\"b\":{\"c\":[1,2,3],\"d/e\":\"x\"}}",
                "{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b/a\"}|{\"b\":{\"c\":[1,2,3],\"d/e\":\"x\",\"a\":1}}",
                "{\"op\":\"copy\",\"from\":\"/b/c/2\",\"path\":\"/x\"}|{\"a\":1,\"b\":{\"c\":[1,2,3],\"d/e\":\"x\"},\"x\":3}",
                "{\"op\":\"test\",\"path\":\"/a\",\"value\":1.0}|{\"a\":1,\"b\":{\"c\":[1,2,3],\"d/e\":\"x\"}}"
            })
    void appliesEachOperation(String operation, String expected) {
        JsonNode document = MAPPER.readTree(DOCUMENT);
        JsonNode result = JsonPatches.apply(document, MAPPER.readTree("[" + operation + "]"));
        assertThat(result).isEqualTo(MAPPER.readTree(expected));
        assertThat(document).isEqualTo(MAPPER.readTree(DOCUMENT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"op\":\"add\",\"path\":\"/x/y\",\"value\":9}|add operation does not apply: doc is missing path: \"/x/y\":"
                        + " missing value",
                "{\"op\":\"remove\",\"path\":\"/x\"}|error in remove for path: '/x': Unable to remove nonexistent key: x:"
                        + " missing value",
                "{\"op\":\"remove\",\"path\":\"/b/c/7\"}|error in remove for path: '/b/c/7': Unable to access invalid index:"
                        + " 7: invalid index referenced",
                "{\"op\":\"test\",\"path\":\"/a\",\"value\":2}|testing value /a failed: test failed",
                "{\"op\":\"test\",\"path\":\"/nope\",\"value\":2}|testing value /nope failed: test failed",
                "{\"op\":\"jump\",\"path\":\"/a\"}|Unexpected kind: jump",
                "{\"op\":\"add\",\"value\":2}|add operation failed to decode path: missing value",
                "{\"op\":\"move\",\"from\":\"/p/q\",\"path\":\"/a\"}|move operation does not apply: doc is missing from path:"
                        + " /p/q: missing value"
            })
    void complainsInUpstreamsWords(String operation, String message) {
        assertThatThrownBy(() -> JsonPatches.apply(MAPPER.readTree(DOCUMENT), MAPPER.readTree("[" + operation + "]")))
                .hasMessage(message)
                .extracting(e -> ((PatchException) e).reason())
                .isEqualTo(PatchException.Reason.NOT_APPLICABLE);
    }

    @Test
    void refusesAPatchThatIsNoList() {
        assertThatThrownBy(() -> JsonPatches.apply(MAPPER.readTree(DOCUMENT), MAPPER.readTree("{}")))
                .hasMessage("json: cannot unmarshal object into Go value of type jsonpatch.Patch")
                .extracting(e -> ((PatchException) e).reason())
                .isEqualTo(PatchException.Reason.MALFORMED);
    }

    @Test
    void copiesOfCopiesEndAtALimit() {
        JsonNode document = MAPPER.readTree("{\"data\":{\"a\":\"" + "x".repeat(1000) + "\"}}");
        String copies = IntStream.range(0, 30)
                .mapToObj(i -> "{\"op\":\"copy\",\"from\":\"/data\",\"path\":\"/data/x" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThatThrownBy(() -> JsonPatches.apply(document, MAPPER.readTree(copies)))
                .isInstanceOf(PatchException.class)
                .hasMessageContaining("Unable to complete the copy")
                .hasMessageEndingWith("exceeding the limit 3145728");
    }
}
