package io.shiplog.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.shiplog.journal.Role;
import io.shiplog.journal.kafka.log.FeedFollower;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.proxy.dns.ClusterDns;
import io.shiplog.proxy.kernel.IptablesBackend;
import io.shiplog.proxy.userspace.ClusterRange;
import io.shiplog.proxy.userspace.UserSpaceBackend;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's service proxy and cluster DNS. Follows the feed of services with their endpoints on a thread of the
 * follower's; rules are installed on a thread of its own, as often as they can be and never more often than they
 * change.
 */
public final class ProxyRole implements Role {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyRole.class);

    private final Backend backend;
    private final String mode;
    private final boolean inKernel;
    private final Runnable release;
    private final ClusterDns dns;
    private final Steering steering;
    private final FeedFollower follower;
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

    private ProxyRole(ProxySettings settings, MeterRegistry registry) {
        String unavailable =
                settings.mode() == ProxySettings.Mode.USER_SPACE ? "not asked for" : IptablesBackend.unavailable();
        inKernel = unavailable == null;
        if (unavailable == null) {
            backend = new IptablesBackend(settings.scope());
            mode = "kernel (iptables)";
            release = () -> {};
        } else if (settings.mode() == ProxySettings.Mode.KERNEL) {
            throw new Backend.BackendException("services cannot be steered in the kernel: " + unavailable);
        } else {
            boolean range = ClusterRange.take(settings.serviceRange());
            backend = new UserSpaceBackend(settings.nodeAddresses(), range);
            mode = range ? "user space" : "user space (node ports only, no cluster DNS: both need root)";
            release = range ? () -> ClusterRange.release(settings.serviceRange()) : () -> {};
            LOG.info("services are steered in user space: {}", unavailable);
        }
        dns = ClusterDns.start(settings.dnsAddress(), settings.domain());
        steering = Steering.start(
                backend, dns, settings.dnsAddress(), Steering.Pace.DEFAULT, new ProxyMeters(registry), ended::complete);
        follower = FeedFollower.start(settings.cluster(), Topics.services(settings.cluster()), steering.listener());
    }

    /**
     * Starts the proxy.
     *
     * @param registry where it tells of itself
     */
    public static ProxyRole start(ProxySettings settings, MeterRegistry registry) {
        return new ProxyRole(settings, registry);
    }

    /** Completes when everything that the cluster had at the start is steered. */
    @Override
    public CompletableFuture<Void> running() {
        return steering.running();
    }

    /** Whether cluster DNS answers on its cluster IP. */
    public boolean answersNames() {
        return dns.answersClusterAddress();
    }

    /** Whether what the cluster wants is steered now. */
    @Override
    public boolean ready() {
        return steering.keepsUp() && !ended.isDone();
    }

    @Override
    public CompletableFuture<Throwable> ended() {
        return ended.copy();
    }

    /** What steers packets, as kube-proxy calls it. */
    public String proxyMode() {
        return inKernel ? "iptables" : "userspace";
    }

    /** What steers packets, for people. */
    public String mode() {
        return mode;
    }

    @Override
    public void close() {
        follower.close();
        steering.close();
        dns.close();
        backend.close();
        release.run();
    }
}
