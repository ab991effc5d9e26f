package io.shiplog.resources.selector;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FieldSelectorsTest {
    private static final JsonNode POD = JsonMapper.shared().readTree("""
                    {"metadata":{"name":"a","namespace":"default"},"spec":{"nodeName":"n1"},
                     "status":{"phase":"Running"}}
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|true",
                "metadata.name=a|true",
                "metadata.name==a|true",
                "metadata.name!=a|false",
                "spec.nodeName=n1,status.phase!=Succeeded|true",
                "spec.nodeName=n1,status.phase=Pending|false",
                "status.podIP=|true",
                "spec.hostNetwork=false|true",
                "spec.hostNetwork=true|false"
            })
    void matchesTheFieldsOfAPod(String selector, boolean matches) {
        assertThat(matches(FieldSelectors.parse(selector), kindOf("", "v1", "Pod"), POD))
                .isEqualTo(matches);
    }

    @Test
    void unescapesValues() {
        assertThat(FieldSelectors.parse("reason=a\\,b\\=c\\\\").requirements())
                .containsExactly(new FieldRequirement("reason", false, "a,b=c\\"));
        assertThat(FieldSelectors.parse("reason=a\\,b")).hasToString("reason=a\\,b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|invalid selector: 'nonsense'; can't understand 'nonsense'",
                "a=b\\x|invalid field selector: invalid escape sequence: \\x"
            })
    void complainsInUpstreamsWords(String selector, String message) {
        assertThatThrownBy(() -> FieldSelectors.parse(selector)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|v1|Pod|field label not supported: spec.color",
                "batch|v1|Job|field label \"spec.color\" not supported for Job",
                "apps|v1|Deployment|\"spec.color\" is not a known field selector: only \"metadata.name\","
                        + " \"metadata.namespace\""
            })
    void refusesFieldsThatTheKindDoesNotSelectBy(String group, String version, String kind, String message) {
        FieldSelector selector = FieldSelectors.parse("metadata.name=a,spec.color=red");
        assertThatThrownBy(
                        () -> kindOf(group, version, kind).rules().selectables().check(selector))
                .hasMessage(message);
    }

    @Test
    void selectsSlicesByTheirNodeAndDriver() {
        FieldSelector selector = FieldSelectors.parse("spec.nodeName=n,spec.driver=d");
        Kind slices = kindOf("resource.k8s.io", "v1", "ResourceSlice");
        slices.rules().selectables().check(selector);
        JsonNode slice = JsonMapper.shared().readTree("{\"spec\":{\"nodeName\":\"n\",\"driver\":\"d\"}}");
        assertThat(matches(selector, slices, slice)).isTrue();
    }

    @Test
    void readsAJobsSuccessesAndAnEventsSource() {
        JsonNode job = JsonMapper.shared().readTree("{\"status\":{\"succeeded\":2}}");
        JsonNode event = JsonMapper.shared().readTree("{\"source\":{},\"reportingComponent\":\"kubelet\"}");
        assertThat(kindOf("batch", "v1", "Job").rules().selectables().values(job))
                .containsEntry("status.successful", "2");
        assertThat(kindOf("", "v1", "Event").rules().selectables().values(event))
                .containsEntry("source", "kubelet");
    }

    private static boolean matches(FieldSelector selector, Kind kind, JsonNode object) {
        var values = kind.rules().selectables().values(object);
        return selector.requirements().stream()
                .allMatch(requirement -> requirement.matches(values.getOrDefault(requirement.field(), "")));
    }

    private static Kind kindOf(String group, String version, String kind) {
        return requireNonNull(Kinds.builtIn().byKind(group, version, kind));
    }
}
