package io.shiplog.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void aSeedGivesTheSameFaultsAndAnotherOneOthers() {
        assertThat(plan(1)).isEqualTo(plan(1)).isNotEqualTo(plan(2)).hasSize(25);
    }

    @Test
    void everyKindOfFaultComesInEachRound() {
        Class<?>[] kinds = Fault.class.getPermittedSubclasses();
        for (long seed = 0; seed < 50; seed++) {
            assertThat(plan(seed).subList(0, 10).stream().<Class<?>>map(Object::getClass))
                    .contains(kinds);
        }
    }

    private static List<Fault> plan(long seed) {
        return Fault.plan(new Random(seed), 2, 25);
    }
}
