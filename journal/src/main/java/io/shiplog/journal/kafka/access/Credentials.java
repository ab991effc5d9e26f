package io.shiplog.journal.kafka.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The passwords of a Kafka's principals: a folder with a file of client properties for each, {@code <user>.properties},
 * which Kafka's own tools take as they are. Folder and files are for their owner only.
 *
 * @param passwords by user
 */
public record Credentials(Map<String, String> passwords) {
    private static final String SUFFIX = ".properties";
    private static final String BOOTSTRAP = "bootstrap-servers";
    private static final int PASSWORD_BYTES = 24;
    private static final Pattern PASSWORD = Pattern.compile("password=\"([A-Za-z0-9_-]+)\"");

    public Credentials {
        passwords = Map.copyOf(passwords);
    }

    /** Passwords are not for logs. */
    @Override
    public String toString() {
        return "credentials of " + new TreeMap<>(passwords).keySet();
    }

    /**
     * The credentials that lie in a folder, after making those that it lacks of the principals that every cluster has.
     *
     * @throws UncheckedIOException when the folder cannot be read or written
     * @throws IllegalStateException when a file in it is none of these
     */
    public static Credentials in(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            var random = new SecureRandom();
            var passwords = new TreeMap<String, String>();
            for (Principal.Role role : Principal.Role.values()) {
                Path file = file(folder, role);
                if (!Files.exists(file)) {
                    write(file, role.user(), password(random));
                }
                passwords.put(role.user(), password(file));
            }
            return new Credentials(passwords);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder of Kafka's credentials " + folder, e);
        }
    }

    /** Notes where the Kafka listens whose credentials lie in a folder: it takes another port at each start. */
    public static void reachedAt(Path folder, String bootstrapServers) {
        try {
            Files.writeString(folder.resolve(BOOTSTRAP), bootstrapServers + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the folder of Kafka's credentials " + folder, e);
        }
    }

    /** Where that Kafka listened when it was last started; empty if it never was. */
    public static Optional<String> bootstrapServers(Path folder) {
        Path file = folder.resolve(BOOTSTRAP);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Where a principal's client properties lie. */
    public static Path file(Path folder, Principal principal) {
        return folder.resolve(principal.user() + SUFFIX);
    }

    /** The settings by which a client on this machine is this user. */
    public static Map<String, String> clientProperties(String user, String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
    }

    /** The password of a principal that is known here. */
    public String password(Principal principal) {
        String password = passwords.get(principal.user());
        if (password == null) {
            throw new IllegalArgumentException("there are no credentials of " + principal.user());
        }
        return password;
    }

    /** A password that nobody can guess. */
    public static String newPassword() {
        return password(new SecureRandom());
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String password(Path file) throws IOException {
        Matcher found = PASSWORD.matcher(Files.readString(file));
        if (!found.find()) {
            throw new IllegalStateException(
                    file + " holds no password; without the file, the next start makes a new one");
        }
        return found.group(1);
    }

    private static void write(Path file, String user, String password) throws IOException {
        var text = new StringBuilder("# A client of Kafka with these settings is " + user + ".\n");
        new TreeMap<>(clientProperties(user, password))
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "new",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
