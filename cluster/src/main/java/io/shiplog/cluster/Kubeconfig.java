package io.shiplog.cluster;

import io.shiplog.cluster.pki.Pki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
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
        write(
                file,
                "shiplog",
                server,
                new Pem(base64(pki.caCertificate()), base64(user.certificate()), base64(user.key())));
    }

    /** What a kubeconfig holds beside names and addresses, in base 64. */
    private record Pem(String authority, String certificate, String key) {}

    /**
     * Writes a file with another context, {@code shiplog-at}: the same cluster at a past moment.
     *
     * @param from a kubeconfig of this class
     * @param to the file to write
     * @throws IllegalStateException when {@code from} is none
     */
    public static void writeAt(Path from, Path to, String moment) {
        try {
            String text = Files.readString(from);
            write(
                    to,
                    "shiplog-at",
                    member(text, "server", from) + "/at/" + moment,
                    new Pem(
                            member(text, "certificate-authority-data", from),
                            member(text, "client-certificate-data", from),
                            member(text, "client-key-data", from)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the kubeconfig " + from, e);
        }
    }

    private static String member(String text, String name, Path from) {
        Matcher found = Pattern.compile("^ *" + name + ": *\"?([^\"\\s]+)\"? *$", Pattern.MULTILINE)
                .matcher(text);
        if (!found.find()) {
            throw new IllegalStateException(from + " is no kubeconfig of a cluster of Shiplog: it has no " + name);
        }
        return found.group(1);
    }

    private static void write(Path file, String name, String server, Pem pem) {
        String text = """
                apiVersion: v1
                kind: Config
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                    certificate-authority-data: %3$s
                users:
                - name: shiplog-admin
                  user:
                    client-certificate-data: %4$s
                    client-key-data: %5$s
                contexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: shiplog-admin
                current-context: %1$s
                """.formatted(name, server, pem.authority(), pem.certificate(), pem.key());
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

    /**
     * How to reach a cluster, and as whom.
     *
     * @param server the API server's URL
     * @param authority the certificate of whoever signed the server, as PEM
     * @param certificate the user's, as PEM
     * @param key its key, as PEM
     */
    public record Access(String server, String authority, String certificate, String key) {
        /** The key is not for logs. */
        @Override
        public String toString() {
            return "access to " + server;
        }
    }

    /**
     * Reads a file that {@link #write} made.
     *
     * @throws IllegalStateException when there is none, or it lacks something
     */
    public static Access read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new IllegalStateException("there is no kubeconfig " + file + "; --kubeconfig names another");
            }
            String text = Files.readString(file);
            return new Access(
                    member(text, "server", file),
                    data(file, text, "certificate-authority-data"),
                    data(file, text, "client-certificate-data"),
                    data(file, text, "client-key-data"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the kubeconfig " + file, e);
        }
    }

    private static String data(Path file, String text, String member) {
        return new String(Base64.getDecoder().decode(member(text, member, file)), StandardCharsets.UTF_8);
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
