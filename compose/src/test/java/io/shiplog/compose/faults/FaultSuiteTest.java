package io.shiplog.compose.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.bench.faults.FaultSettings;
import io.shiplog.bench.faults.FaultSuite;
import io.shiplog.compose.Main;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The long one is {@code ./shiplog bench faults}. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "whose connection it is only Linux says")
class FaultSuiteTest {
    @TempDir
    Path folder;

    @Test
    void whatClientsSawWhileProcessesWereKilledAndCutOffIsOneOrderOfEverything() throws Exception {
        var settings =
                new FaultSettings(Main.class.getName(), Long.getLong("faults.seed", 1L), Duration.ofMinutes(5), true);
        assertThat(FaultSuite.run(System.out, folder, settings)).isEmpty();
    }
}
