package io.shiplog.cluster.fork;

import static io.shiplog.cluster.fork.ForkedObjects.configMap;
import static io.shiplog.cluster.fork.ForkedObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseTest {
    @Test
    void podsAreComparedByTheirOwnerInTheOrderThatTheyWereMadeIn() {
        State happened = State.of(
                List.of(
                        pod("web-zzzzz", "1", "web", "2026-12-01T00:00:01Z", "a"),
                        pod("web-aaaaa", "2", "web", "2026-12-01T00:00:02Z", "b")),
                5);
        State replayed = State.of(
                List.of(
                        pod("web-ccccc", "3", "web", "2026-12-01T01:00:01Z", "a"),
                        pod("web-bbbbb", "4", "web", "2026-12-01T01:00:02Z", "c")),
                7);
        List<Course.Difference> differences = Course.differences(happened, replayed);
        assertThat(differences).hasSize(1);
        assertThat(differences.getFirst().ref().key().name()).isEqualTo("web-aaaaa");
        assertThat(differences.getFirst().changes())
                .extracting(Object::toString)
                .containsExactly("spec.nodeName: \"b\" → \"c\"");
    }

    @Test
    void whatOnlyOneOfThemHasIsNamed() {
        State nothing = State.of(List.of(), 1);
        State something = State.of(List.of(configMap("u", 1, "")), 1);
        assertThat(Course.differences(something, nothing))
                .extracting(Course.Difference::what)
                .containsExactly("is not there in the replay");
        assertThat(Course.differences(nothing, something))
                .extracting(Course.Difference::what)
                .containsExactly("is there in the replay only");
    }

    @Test
    void versionsUidsAndAddressesDoNotDiffer() {
        State one = State.of(List.of(configMap("u", 1, "\"a\":\"b\"")), 1);
        State other = State.of(List.of(configMap("v", 9, "\"a\":\"b\"")), 9);
        assertThat(Course.differences(one, other)).isEmpty();
    }
}
