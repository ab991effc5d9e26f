package io.shiplog.cluster;

import io.shiplog.cluster.pki.Pki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a kubeconfig with one cluster, one user and one context, its certificates inline. */
public final class Kubeconfig {

    private Kubeconfig() {}

    private static final Pattern NAME = Pattern.compile("^[- ]*name: *\"?([^\"]*?)\"? *$", Pattern.MULTILINE);

    private static final Set<String> OURS = Set.of("shiplog", "shiplog-admin");

    /**
     * Refuses a file in which there are ways to other clusters: they would be lost.
     *
     * @throws IllegalStateException when {@code file} names clusters, users or contexts that are not of this class
     */
    public static void check(Path file) {
        try {
            if (Files.exists(file)
                    && !NAME.matcher(Files.readString(file)).results().allMatch(name -> OURS.contains(name.group(1)))) {
                throw new IllegalStateException(
                        file + " holds other clusters, which would be lost; --kubeconfig names another file");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the kubeconfig " + file, e);
        }
    }

    /**
     * Writes the file, readable by its owner only.
     *
     * @param server the API server's URL
     * @param pki the authority that signed the server
     * @param user the client's certificate
     */
    public static void write(Path file, String server, Pki pki, Pki.Pair user) {
        String text =
                """
                apiVersion: v1
                kind: Config
                clusters:
                - name: shiplog
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: shiplog-admin
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                contexts:
                - name: shiplog
                  context:
                    cluster: shiplog
                    user: shiplog-admin
                current-context: shiplog
                """.formatted(server, base64(pki.caCertificate()), base64(user.certificate()), base64(user.key()));
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(
                    folder,
                    "kubeconfig",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the kubeconfig " + file, e);
        }
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
