package io.shiplog.resources.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class LabelSelectorsTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front", "empty", "", "weight", "7");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|true",
                "app=web|true",
                "app==web|true",
                "app = web|true",
                "app=db|false",
                "app!=db|true",
                "app!=web|false",
                "missing!=x|true",
                "app|true",
                "!app|false",
                "!missing|true",
                "! missing|true",
                "missing|false",
                "app in (web,db)|true",
                "app in (db)|false",
                "app notin (db)|true",
                "app notin (web)|false",
                "missing notin (x)|true",
                "app in (web),tier=front|true",
                "app=web,tier=back|false",
                "empty=|true",
                "empty in (,x)|true",
                "empty in (x,)|true",
                "weight>6|true",
                "weight<7|false",
                "app>1|false",
                "missing<9|false"
            })
    void matchesAsKubectlUsersExpect(String selector, boolean matches) {
        assertThat(LabelSelectors.parse(selector).matches(LABELS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=web|found '=', expected: !, identifier, or 'end of string'",
                "app=web,|found '', expected: identifier after ','",
                "app=web tier|found 'tier', expected: ',' or 'end of string'",
                "app web|unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt",
                "app in web|unable to parse requirement: found 'web' expected: '('",
                "app in (web|unable to parse requirement: found '', expected: ',' or ')'",
                "app in ()|unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set"
                        + " can't be empty",
                "app>x|unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value"
                        + " must be an integer",
                "!|unable to parse requirement: found '', expected: identifier"
            })
    void complainsInUpstreamsWords(String selector, String message) {
        assertThatThrownBy(() -> LabelSelectors.parse(selector))
                .isInstanceOf(SelectorException.class)
                .hasMessage(message);
    }

    @Test
    void refusesValuesAndKeysThatAreNoLabels() {
        assertThatThrownBy(() -> LabelSelectors.parse("app=_x"))
                .hasMessageStartingWith(
                        "unable to parse requirement: values[0][app]: Invalid value: \"_x\": a valid label"
                                + " must be an empty string or consist of alphanumeric characters");
        assertThatThrownBy(() -> LabelSelectors.parse("a/b/c=x"))
                .hasMessageStartingWith(
                        "unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a qualified name must consist of");
    }

    @Test
    void printsSortedByKey() {
        assertThat(LabelSelectors.parse("tier in (b,a),!x,app==web")).hasToString("app==web,tier in (a,b),!x");
    }

    @Test
    void readsTheObjectForm() {
        LabelSelector selector = of("""
                {"matchLabels":{"app":"web"},"matchExpressions":[
                  {"key":"tier","operator":"In","values":["front","back"]},
                  {"key":"gone","operator":"DoesNotExist"}]}
                """);
        assertThat(selector.matches(LABELS)).isTrue();
        assertThat(selector.matches(Map.of("app", "web"))).isFalse();
    }

    @Test
    void anAbsentSelectorSelectsNothingAndAnEmptyOneEverything() {
        assertThat(LabelSelectors.of(null).matches(LABELS)).isFalse();
        assertThat(of("{}").matches(LABELS)).isTrue();
        assertThat(LabelSelectors.ofMap(Map.of()).matches(LABELS)).isFalse();
        assertThat(LabelSelectors.ofMap(Map.of("app", "web")).matches(LABELS)).isTrue();
    }

    @Test
    void refusesUnknownOperatorsOfTheObjectForm() {
        assertThatThrownBy(() -> of("{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Near\"}]}"))
                .hasMessage("\"Near\" is not a valid label selector operator");
    }

    private static LabelSelector of(String json) {
        return LabelSelectors.of(JsonMapper.shared().readTree(json));
    }
}
