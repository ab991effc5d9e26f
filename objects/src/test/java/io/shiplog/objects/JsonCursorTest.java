package io.shiplog.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCursorTest {
    @Test
    void passesOverWhatNobodyTakes() {
        List<String> seen = new ArrayList<>();
        JsonCursor.walk(
                """
                {"a":{"b":[1,{"c":2}]},"d":[{"e":"x"},[],{"e":"y"}],"f":true,"g":12,"h":"1.5","i":1.5}""".getBytes(UTF_8),
                json -> json.members(member -> {
                    switch (member) {
                        case "d" -> json.elements(() -> json.members(name -> seen.add(name + "=" + json.text())));
                        case "f" -> seen.add("f=" + json.isTrue());
                        case "g" -> seen.add("g=" + json.number() + json.isNumber());
                        case "h", "i" -> seen.add(member + "=" + json.scalar() + json.isNumber());
                        default -> {}
                    }
                }));
        assertThat(seen).containsExactly("e=x", "e=y", "f=true", "g=12true", "h=1.5false", "i=1.5false");
    }

    @Test
    void aValueOfAnotherTypeIsNone() {
        List<String> seen = new ArrayList<>();
        JsonCursor.walk(
                "{\"a\":[1],\"b\":{\"c\":1},\"d\":null,\"e\":5}".getBytes(UTF_8),
                json -> json.members(member -> {
                    json.members(inner -> seen.add("member " + inner));
                    seen.add(json.text() + json.number());
                }));
        assertThat(seen).containsExactly("0", "member c", "0", "0", "5");
    }
}
