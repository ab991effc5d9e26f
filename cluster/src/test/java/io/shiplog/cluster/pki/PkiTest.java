package io.shiplog.cluster.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.seal.Fingerprints;
import io.shiplog.journal.seal.Seal;
import io.shiplog.journal.seal.SealKey;
import io.shiplog.journal.seal.WrittenSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void keepsWhatIsGoodAndMakesAnewWhatIsNot() throws Exception {
        Pki pki = Pki.open(folder);
        byte[] first = bytes(server(pki, "10.96.0.1").certificate());
        assertThat(bytes(server(Pki.open(folder), "10.96.0.1").certificate())).isEqualTo(first);
        byte[] otherHost = bytes(server(pki, "10.97.0.1").certificate());
        assertThat(otherHost).isNotEqualTo(first);
        assertThat(bytes(pki.server("server", "somebody-else", List.of(), List.of("10.97.0.1"))
                        .certificate()))
                .isNotEqualTo(otherHost);
    }

    @Test
    void makesTheKeyOfTheSealsOnceAndItsPublicHalfIsForWhoVerifiesThem() throws Exception {
        Seal seal = new Seal("", 0, 0, Fingerprints.NONE, null);
        WrittenSeal signed = Pki.open(folder).sealKey().sign(seal);
        assertThat(Pki.open(folder).sealKey().sign(seal)).isEqualTo(signed);
        String published = Files.readString(folder.resolve("seal.pub"));
        assertThat(SealKey.isSigned(signed, SealKey.ofPem(published))).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("seal.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void mendsWhatAKilledProcessLeftHalfDone() throws Exception {
        Pki pki = Pki.open(folder);
        Pki.Pair pair = server(pki, "10.96.0.1");
        Pki.Pair other = pki.client("other", "other", List.of());
        Files.copy(other.key(), pair.key(), StandardCopyOption.REPLACE_EXISTING);
        byte[] before = bytes(pair.certificate());
        server(pki, "10.96.0.1");
        assertThat(bytes(pair.certificate())).as("the key was another one's").isNotEqualTo(before);
        for (Path file : List.of(pair.certificate(), pair.key())) {
            Files.write(file, new byte[0]);
            server(pki, "10.96.0.1");
            assertThat(file).isNotEmptyFile();
        }
    }

    @Test
    void trustsNothingThatAFormerAuthorityOfTheSameNameSigned() throws Exception {
        Pki.Pair old = server(Pki.open(folder), "10.96.0.1");
        byte[] before = bytes(old.certificate());
        Files.delete(folder.resolve("ca.crt"));
        Files.delete(folder.resolve("ca.key"));
        server(Pki.open(folder), "10.96.0.1");
        assertThat(bytes(old.certificate())).isNotEqualTo(before);
    }

    @Test
    void neverReplacesAnAuthorityThatOthersTrust() throws Exception {
        Pki.open(folder);
        byte[] authority = bytes(folder.resolve("ca.crt"));
        Files.delete(folder.resolve("ca.key"));
        assertThatThrownBy(() -> Pki.open(folder)).hasMessageContaining("ca.key is missing");
        assertThat(bytes(folder.resolve("ca.crt"))).isEqualTo(authority);
    }

    @Test
    void keysAreForTheirOwnerOnly() throws Exception {
        Path fresh = folder.resolve("fresh");
        Pki pki = Pki.open(fresh);
        pki.client("someone", "someone", List.of());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rwx------");
        for (String key : List.of("ca.key", "someone.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.resolve(key))))
                    .isEqualTo("rw-------");
        }
    }

    private static Pki.Pair server(Pki pki, String address) {
        return pki.server("server", "kube-apiserver", List.of("a group"), List.of("localhost", address));
    }

    private static byte[] bytes(Path file) throws IOException {
        return Files.readAllBytes(file);
    }
}
