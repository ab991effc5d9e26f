package io.shiplog.journal.kafka.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.SaslAuthenticationException;

/**
 * Lets a running Kafka of the cluster's own know the users and rights that its metadata lacks: those of a Kafka that an
 * earlier build formatted, or whose credentials were made anew. Until then nobody gets in but the administrator, whom
 * the brokers' settings name. A file beside the credentials says what Kafka knows already.
 */
public final class Enrolment {
    private static final String KNOWN = "known-to-kafka";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final KafkaUsers users;
    private final Path known;
    private final Duration patience;

    /**
     * @param folder of the credentials
     * @param patience how long each answer is waited for
     */
    public Enrolment(KafkaUsers users, Path folder, Duration patience) {
        this.users = users;
        this.known = folder.resolve(KNOWN);
        this.patience = patience;
    }

    /** Whether Kafka knows all users, with these passwords, and their rights. */
    public boolean isComplete() {
        try {
            return Files.exists(known) && Files.readString(known).equals(digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + known, e);
        }
    }

    /** Notes that it does. */
    public void completed() {
        try {
            Path fresh = known.resolveSibling(KNOWN + ".new");
            Files.writeString(fresh, digest());
            Files.move(fresh, known, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + known, e);
        }
    }

    private String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(users.credentials().passwords())
                    .forEach((user, password) -> sha.update((user + "=" + password + "\n").getBytes(UTF_8)));
            users.bindings().forEach(binding -> sha.update((binding + "\n").getBytes(UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes all users and rights known, and takes away rights that these users had otherwise; returns when clients can
     * use them.
     *
     * @param administrator settings of a client that is let in already, where it connects included
     * @param brokers where clients connect, each broker by itself
     */
    public void complete(Map<String, ?> administrator, List<String> brokers) {
        Logins logins = Logins.of(users.credentials());
        try (Admin admin = Admin.create(quiet(administrator))) {
            admin.alterUserScramCredentials(users.upsertions()).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            List<AclBinding> wanted = users.bindings();
            List<AclBindingFilter> surplus = new ArrayList<>();
            for (AclBinding found :
                    admin.describeAcls(AclBindingFilter.ANY).values().get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                if (users.isAboutThem(found) && !wanted.contains(found)) {
                    surplus.add(found.toFilter());
                }
            }
            admin.deleteAcls(surplus).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            admin.createAcls(wanted).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            for (String broker : brokers) {
                for (Map<String, String> user : logins.byUser().values()) {
                    awaitKnown(admitted -> admitted.describeCluster().nodes(), nodes -> true, at(broker, user));
                }
                awaitKnown(
                        admitted -> admitted.describeAcls(AclBindingFilter.ANY).values(),
                        found -> found.containsAll(wanted),
                        at(broker, logins.settings()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka was told of its users", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka could not be told of its users: " + e.getMessage(), e);
        }
        completed();
    }

    /** The broker hears of what the controller knows a moment later, of each user by itself. */
    private <T> void awaitKnown(
            Function<Admin, KafkaFuture<T>> question, Predicate<T> known, Map<String, Object> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!knows(question, known, settings)) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("the broker does not know them");
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private <T> boolean knows(
            Function<Admin, KafkaFuture<T>> question, Predicate<T> known, Map<String, Object> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        // A client that was refused once stays so.
        try (Admin admin = Admin.create(settings)) {
            return known.test(question.apply(admin).get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SaslAuthenticationException) {
                return false;
            }
            throw e;
        }
    }

    private Map<String, Object> at(String broker, Map<String, ?> client) {
        Map<String, Object> settings = quiet(client);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
        return settings;
    }

    private Map<String, Object> quiet(Map<String, ?> client) {
        var settings = new HashMap<String, Object>(client);
        settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        return settings;
    }
}
