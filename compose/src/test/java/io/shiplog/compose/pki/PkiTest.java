package io.shiplog.compose.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {

    @TempDir
    Path folder;

    @Test
    void threadsOfOneProcessMayMakeCertificatesAtTheSameTime() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Path>> makers = IntStream.range(0, 8)
                    .<Callable<Path>>mapToObj(i -> () -> Pki.open(folder)
                            .client("client-" + i, "user-" + i, List.of())
                            .certificate())
                    .toList();
            for (var made : threads.invokeAll(makers)) {
                assertThat(made.get()).exists();
            }
        }
    }
}
