package io.shiplog.compose.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.compose.DamagedCluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A journal that is damaged in its middle and lost its beginning before that was materialized: two questions. */
class RepairCommandTest {
    @TempDir
    Path data;

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void damage() throws Exception {
        DamagedCluster.trimmed(data.resolve("kafka"));
        DamagedCluster.flipAByte(data.resolve("kafka"));
    }

    @Test
    void mendsAndJoinsAfterBothQuestionsAndFindsNothingMoreToDo() throws Exception {
        assertThat(answered("yes\nyes\n")).isZero();
        assertThat(Files.readAllLines(report()))
                .anyMatch(line -> line.contains("cannot be read from offset"))
                .anyMatch(line -> line.startsWith("mended: "))
                .anyMatch(line -> line.startsWith("lost: the 10 proposals from offset 0 to 10"))
                .anyMatch(line -> line.startsWith("repaired: the cluster starts at resourceVersion 30"));
        assertThat(answered("")).isZero();
        assertThat(said.toString()).contains("There is nothing to repair");
        assertThat(reports()).hasSize(1);
    }

    @Test
    void doesNotSayThatNothingWasChangedAfterItHasMendedAndReportsThat() throws Exception {
        assertThat(answered("yes\nno\n")).isEqualTo(2);
        String[] questions = said.toString().split("Go on\\? ", -1);
        assertThat(questions).hasSize(3);
        assertThat(questions[1]).startsWith("Nothing was changed yet.");
        assertThat(questions[2])
                .startsWith("The journal's files were mended, nothing else was done.")
                .contains(report().toString());
        assertThat(Files.readAllLines(report()))
                .anyMatch(line -> line.startsWith("mended: "))
                .last()
                .isEqualTo("not repaired: that was not wanted");
    }

    @Test
    void touchesNothingWhenTheFirstQuestionIsDeclined() throws Exception {
        byte[] before = Files.readAllBytes(DamagedCluster.journal(data.resolve("kafka")));
        assertThat(answered("no\n")).isEqualTo(2);
        assertThat(Files.readAllBytes(DamagedCluster.journal(data.resolve("kafka"))))
                .isEqualTo(before);
        assertThat(reports()).isEmpty();
    }

    private int answered(String lines) {
        var command = new CommandLine(new RepairCommand(new ByteArrayInputStream(lines.getBytes(UTF_8))));
        command.setOut(new PrintWriter(said));
        return command.execute("--data", data.toString());
    }

    private Path report() throws IOException {
        return reports().getFirst();
    }

    private List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().startsWith("repair-"))
                    .toList();
        }
    }
}
