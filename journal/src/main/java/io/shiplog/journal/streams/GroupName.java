package io.shiplog.journal.streams;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name under which a Streams application of one thread is a static member of its group. Used by one thread. */
final class GroupName implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupName.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Kafka Streams adds the number of the thread to the name. */
    private static final String FIRST_THREAD = "-1";

    private final Admin admin;
    private final String group;
    private final String member;

    private GroupName(Admin admin, String group, String member) {
        this.admin = admin;
        this.group = group;
        this.member = member;
    }

    /** The name that these settings of a Streams application give it. */
    static GroupName of(Properties settings) {
        String group = settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
        return new GroupName(
                Admin.create(new StreamsConfig(settings).getAdminConfigs(group + "-name")),
                group,
                settings.getProperty(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG))
                        + FIRST_THREAD);
    }

    /** Whether an application ended with this fault because another process joined its group under its name. */
    static boolean isTaken(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the group has a member of this name; true when nobody says. */
    boolean mayBeTaken() {
        try {
            ConsumerGroupDescription description = Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .get(group));
            return description.members().stream()
                    .anyMatch(each ->
                            each.groupInstanceId().filter(member::equals).isPresent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("cannot tell whether {} is in {}", member, group, e);
            return true;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
