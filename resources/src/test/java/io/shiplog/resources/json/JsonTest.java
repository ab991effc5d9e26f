package io.shiplog.resources.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class JsonTest {

    @Test
    void keepsOrderUnknownMembersNumbersAndNulls() {
        String text =
                "{\"z\":1,\"a\":[1.5,null,true,9007199254740993,123456789012345678901234567890],\"m\":{\"é\":\"\\n\"}}";
        assertThat(new String(Json.bytes(Json.parse(text.getBytes(UTF_8))), UTF_8))
                .isEqualTo(text);
    }

    @Test
    void reportsDuplicateMembersWithTheirPathAndKeepsTheLastOne() {
        Json.Parsed parsed =
                Json.read("{\"spec\":{\"a\":1,\"list\":[{\"b\":1,\"b\":2}],\"a\":3,\"a\":4}}".getBytes(UTF_8));
        assertThat(parsed.duplicateFields()).containsExactly("spec.list[0].b", "spec.a");
        assertThat(parsed.object().at("/spec/a").intValue()).isEqualTo(4);
    }

    @Test
    void refusesWhatIsNoObject() {
        for (String text : new String[] {"", "{", "{\"a\":1}}", "{\"a\":}", "nope"}) {
            assertThatThrownBy(() -> Json.parse(text.getBytes(UTF_8))).as(text).isInstanceOf(JsonSyntaxException.class);
        }
        assertThatThrownBy(() -> Json.parse("[1]".getBytes(UTF_8)))
                .hasMessage("json: cannot unmarshal array into Go value of type map[string]interface {}");
    }

    @Test
    void refusesDocumentsThatAreTooDeep() {
        String deep = "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000);
        assertThatThrownBy(() -> Json.parse(deep.getBytes(UTF_8))).isInstanceOf(JsonSyntaxException.class);
        String deepYaml = "[".repeat(2_000) + "]".repeat(2_000);
        assertThatThrownBy(() -> Json.parseYaml(deepYaml.getBytes(UTF_8))).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void whateverIsReadCanBeWrittenInsideAnotherDocument() {
        int nested = Json.MAX_DEPTH - 1;
        String deepest = "{\"a\":".repeat(nested) + "{}" + "}".repeat(nested);
        ObjectNode outer = Json.object();
        outer.putObject("assignment").putArray("pods").add(Json.parse(deepest.getBytes(UTF_8)));
        assertThat(Json.text(outer)).contains(deepest);
        String deeper = "{\"a\":" + deepest + "}";
        assertThatThrownBy(() -> Json.parse(deeper.getBytes(UTF_8))).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void readsYamlScalarsAsKubernetesDoes() {
        assertThat(yaml("""
                mode: 0644
                yes: on
                date: 2001-12-14
                version: "1.0"
                percent: 25%
                port: 80
                hex: 0x1F
                none: ~
                empty:
                float: 1.5
                whole: 2.0
                negative: -7
                big: 5_000
                octal: 0o17
                leading: 08
                text: |
                  a
                  b
                """))
                .isEqualTo(
                        "{\"mode\":420,\"true\":true,\"date\":\"2001-12-14\",\"version\":\"1.0\",\"percent\":\"25%\","
                                + "\"port\":80,\"hex\":31,\"none\":null,\"empty\":null,\"float\":1.5,\"whole\":2,\"negative\":-7,\"big\":5000,"
                                + "\"octal\":15,\"leading\":8,\"text\":\"a\\nb\\n\"}");
    }

    @Test
    void copiesYamlAliasesAndAppliesMergeKeys() {
        assertThat(yaml("base: &b {x: 1, z: 2}\nother:\n  <<: *b\n  z: 3\nlist: [*b]\n"))
                .isEqualTo("{\"base\":{\"x\":1,\"z\":2},\"other\":{\"z\":3,\"x\":1},\"list\":[{\"x\":1,\"z\":2}]}");
    }

    @Test
    void refusesYamlThatMultipliesItself() {
        var text = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
        for (int i = 1; i < 9; i++) {
            text.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ",").repeat(10))
                    .append("]\n");
        }
        assertThatThrownBy(() -> yaml(text.toString())).hasMessageContaining("excessive aliasing");
    }

    @Test
    void reportsDuplicateYamlKeysAndSyntaxErrors() {
        assertThat(Json.readYaml("a:\n  b: 1\n  b: 2\n".getBytes(UTF_8)).duplicateFields())
                .containsExactly("a.b");
        assertThatThrownBy(() -> yaml("a: [")).isInstanceOf(JsonSyntaxException.class);
        assertThatThrownBy(() -> yaml("- 1")).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void readsJsonAsYaml() {
        assertThat(yaml("{\"a\": [1, \"x\"], \"b\": true}")).isEqualTo("{\"a\":[1,\"x\"],\"b\":true}");
    }

    private static String yaml(String text) {
        return Json.text(Json.parseYaml(text.getBytes(UTF_8)));
    }
}
