package io.shiplog.journal.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Test;

class LeadershipTest {

    @Test
    void oneOfTwoOthersHasToBearTheLeaderOutSinceTwoAcknowledge() {
        Leadership three = among(2);
        assertThat(three.isBorneOut(5, List.of())).isFalse();
        assertThat(three.isBorneOut(5, List.of(5))).isTrue();
        assertThat(three.isBorneOut(5, List.of(4)))
                .as("who does not know of this leader yet acknowledged nothing under a newer one")
                .isTrue();
        assertThat(three.isBorneOut(5, List.of(6))).isFalse();
        assertThat(three.isBorneOut(5, List.of(5, 6))).isFalse();
    }

    /** Two of them acknowledge; whoever is asked and whoever acknowledged have one in common. */
    @Test
    void asManyAreAskedAsHaveOneInCommonWithThoseWhoAcknowledge() {
        assertThat(among(0).witnesses()).as("alone").isZero();
        assertThat(among(1).witnesses()).as("one of two acknowledges").isEqualTo(1);
        for (int others = 2; others < 7; others++) {
            int asked = 1 + among(others).witnesses();
            assertThat(asked + 2).isGreaterThan(others + 1);
        }
    }

    @Test
    void othersAreAskedInTurn() {
        assertThat(among(2).othersFirst().others().stream().map(Node::id)).containsExactly(3, 2);
        assertThat(among(1).othersFirst()).isEqualTo(among(1));
    }

    private static Leadership among(int others) {
        return new Leadership(
                5,
                new Node(1, "a", 1),
                IntStream.range(0, others)
                        .mapToObj(i -> new Node(2 + i, "b", 2 + i))
                        .toList());
    }
}
