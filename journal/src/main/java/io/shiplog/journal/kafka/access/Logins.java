package io.shiplog.journal.kafka.access;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the clients of a process show Kafka who they are: by Kafka client settings, the same for all, or those of the
 * principal that each acts as.
 *
 * @param settings those of a client that acts as nobody in particular
 * @param byUser those of each principal, by its user; empty when all are the same
 */
public record Logins(Map<String, String> settings, Map<String, Map<String, String>> byUser) {
    private static final String SUFFIX = ".properties";

    public Logins {
        settings = Map.copyOf(settings);
        byUser = Map.copyOf(byUser);
    }

    /** The same settings for every client. */
    public static Logins sameForAll(Map<String, String> settings) {
        return new Logins(settings, Map.of());
    }

    /** As {@link #read}, where a file or folder was named at all; else those of a Kafka that asks for nothing. */
    public static Logins given(@Nullable Path fileOrFolder) {
        return fileOrFolder == null ? sameForAll(Map.of()) : read(fileOrFolder);
    }

    /**
     * Reads what {@code --kafka-config} names: a file of client properties for every client, or a folder with one for
     * each principal, {@code <user>.properties}.
     *
     * @throws IllegalStateException when there is none
     */
    public static Logins read(Path fileOrFolder) {
        try {
            if (!Files.isDirectory(fileOrFolder)) {
                return sameForAll(properties(fileOrFolder));
            }
            var byUser = new HashMap<String, Map<String, String>>();
            try (Stream<Path> files = Files.list(fileOrFolder)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(SUFFIX)) {
                        byUser.put(name.substring(0, name.length() - SUFFIX.length()), properties(file));
                    }
                }
            }
            if (byUser.isEmpty()) {
                throw new IllegalStateException("the folder " + fileOrFolder + " holds no client properties of Kafka");
            }
            return new Logins(byUser.getOrDefault(Principal.Role.ADMIN.user(), Map.of()), byUser);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the client properties of Kafka " + fileOrFolder, e);
        }
    }

    private static Map<String, String> properties(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        var settings = new HashMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(name ->
                        settings.put(name, properties.getProperty(name, "").strip()));
        // The role's own option says where Kafka is.
        settings.remove("bootstrap.servers");
        return settings;
    }

    /** The same with further settings for every client. */
    public Logins with(Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        var each = new HashMap<String, Map<String, String>>();
        byUser.forEach((user, own) -> {
            var merged = new HashMap<>(own);
            merged.putAll(more);
            each.put(user, merged);
        });
        return new Logins(all, each);
    }

    /** Everybody by their own credentials, and who acts as nobody in particular by the administrator's. */
    public static Logins of(Credentials credentials) {
        var byUser = new HashMap<String, Map<String, String>>();
        credentials
                .passwords()
                .forEach((user, password) -> byUser.put(user, Credentials.clientProperties(user, password)));
        return new Logins(
                Credentials.clientProperties(Principal.Role.ADMIN.user(), credentials.password(Principal.Role.ADMIN)),
                byUser);
    }

    /**
     * The access of a client that acts as {@code principal}.
     *
     * @throws IllegalStateException when principals have settings of their own here, and this one has none
     */
    public Logins as(Principal principal) {
        if (byUser.isEmpty()) {
            return this;
        }
        Map<String, String> own = byUser.get(principal.user());
        if (own == null) {
            throw new IllegalStateException("there are no Kafka client properties of " + principal.user()
                    + " among those of " + String.join(", ", new TreeMap<>(byUser).keySet()));
        }
        return new Logins(own, byUser);
    }

    /** Passwords are not for logs. */
    @Override
    public String toString() {
        return "Kafka client settings " + new TreeMap<>(settings).keySet();
    }
}
