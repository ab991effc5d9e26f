package io.shiplog.journal.kafka.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.kafka.access.Logins;
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
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.SaslAuthenticationException;

/**
 * Lets a running embedded Kafka know the users and rights that its metadata lacks: those of a data folder that an
 * earlier build formatted, or whose credentials were made anew. Until then nobody gets in but the administrator, whom
 * the broker's settings name. A file beside the credentials says what Kafka knows already.
 */
final class Enrolment {
    private static final String KNOWN = "known-to-kafka";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Guard guard;
    private final Path known;

    /** @param folder of the credentials */
    Enrolment(Guard guard, Path folder) {
        this.guard = guard;
        this.known = folder.resolve(KNOWN);
    }

    /** Whether Kafka knows all users, with these passwords, and their rights. */
    boolean isComplete() {
        try {
            return Files.exists(known) && Files.readString(known).equals(digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + known, e);
        }
    }

    /** Notes that it does. */
    void completed() {
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
            new TreeMap<>(guard.passwords())
                    .forEach((user, password) -> sha.update((user + "=" + password + "\n").getBytes(UTF_8)));
            guard.bindings().forEach(binding -> sha.update((binding + "\n").getBytes(UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes all users and rights known, and takes away rights that these users had otherwise; returns when clients can
     * use them.
     *
     * @param broker where clients connect
     * @param logins how each user's clients log in from now on
     */
    void complete(String broker, Logins logins) {
        try (Admin admin = Admin.create(at(broker, guard.enrollingClient()))) {
            admin.alterUserScramCredentials(upsertions()).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            List<AclBinding> wanted = guard.bindings();
            List<AclBindingFilter> surplus = new ArrayList<>();
            for (AclBinding found :
                    admin.describeAcls(AclBindingFilter.ANY).values().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (guard.isOfItsUsers(found) && !wanted.contains(found)) {
                    surplus.add(found.toFilter());
                }
            }
            admin.deleteAcls(surplus).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            admin.createAcls(wanted).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            for (Map<String, String> user : logins.byUser().values()) {
                awaitKnown(admitted -> admitted.describeCluster().nodes(), nodes -> true, at(broker, user));
            }
            awaitKnown(
                    admitted -> admitted.describeAcls(AclBindingFilter.ANY).values(),
                    found -> found.containsAll(wanted),
                    at(broker, logins.settings()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka was told of its users", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka could not be told of its users: " + e.getMessage(), e);
        }
        completed();
    }

    /** The broker hears of what the controller knows a moment later, of each user by itself. */
    private static <T> void awaitKnown(
            Function<Admin, KafkaFuture<T>> question, Predicate<T> known, Map<String, Object> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!knows(question, known, settings)) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("the broker does not know them");
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private static <T> boolean knows(
            Function<Admin, KafkaFuture<T>> question, Predicate<T> known, Map<String, Object> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        // A client that was refused once stays so.
        try (Admin admin = Admin.create(settings)) {
            return known.test(question.apply(admin).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SaslAuthenticationException) {
                return false;
            }
            throw e;
        }
    }

    private List<UserScramCredentialAlteration> upsertions() {
        var info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, guard.iterations());
        return guard.passwords().entrySet().stream()
                .<UserScramCredentialAlteration>map(
                        user -> new UserScramCredentialUpsertion(user.getKey(), info, user.getValue()))
                .toList();
    }

    private static Map<String, Object> at(String broker, Map<String, ?> client) {
        var settings = new HashMap<String, Object>(client);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
        settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }
}
