package io.shiplog.agent.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseProgramTest {
    @TempDir
    Path folder;

    @Test
    void isAnElfFileForEitherArchitecture() {
        assertThat(PauseProgram.elf("amd64")).startsWith(0x7f, 'E', 'L', 'F').hasSize(129);
        assertThat(PauseProgram.elf("arm64")).startsWith(0x7f, 'E', 'L', 'F').hasSize(152);
        assertThatThrownBy(() -> PauseProgram.elf("sparc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void waitsUntilItIsKilled() throws Exception {
        Assumptions.assumeTrue(
                System.getProperty("os.arch").equals("amd64")
                        && System.getProperty("os.name").equals("Linux"),
                "left out: this machine does not run Linux programs for amd64");
        Path program = folder.resolve("pause");
        Files.write(program, PauseProgram.elf("amd64"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process process = new ProcessBuilder(program.toString()).start();
        assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        process.destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(137);
    }
}
