package io.shiplog.agent.volume;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.Volume;
import io.shiplog.agent.volume.TokenSource.Request;
import io.shiplog.agent.volume.TokenSource.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that a node's pods have: each is asked for once, and again after four fifths of its life, or a day (the
 * kubelet's token manager, v1.34). While nobody issues a new one the old one stays until its end. Thread-safe.
 */
public final class PodTokens {
    /** Of containers that read nothing. */
    static final PodTokens UNREAD = new PodTokens(request -> new Token("", Instant.MAX), InstantSource.system());

    private static final Duration LONGEST = Duration.ofDays(1);

    private final TokenSource source;
    private final InstantSource clock;
    private final Map<Request, Held> held = new ConcurrentHashMap<>();

    /** @param renewal when another one is asked for */
    private record Held(Token token, Instant renewal) {}

    private PodTokens(TokenSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    public static PodTokens from(TokenSource source, InstantSource clock) {
        return new PodTokens(source, clock);
    }

    /**
     * The token for a file of a pod.
     *
     * @throws VolumeException when there is none
     */
    String of(PodAssignment pod, Volume.TokenFile file) {
        var request = new Request(
                pod.namespace(),
                pod.pod().surroundings().serviceAccount(),
                pod.name(),
                pod.uid(),
                file.audience(),
                file.seconds());
        if (this == UNREAD) {
            return "";
        }
        Instant now = clock.instant();
        Held known = held.get(request);
        if (known != null && now.isBefore(known.renewal())) {
            return known.token().text();
        }
        try {
            Token token = source.issue(request);
            Duration life = Duration.between(now, token.end()).multipliedBy(4).dividedBy(5);
            held.put(request, new Held(token, now.plus(life.compareTo(LONGEST) < 0 ? life : LONGEST)));
            return token.text();
        } catch (VolumeException e) {
            if (known != null && now.isBefore(known.token().end())) {
                return known.token().text();
            }
            throw e;
        }
    }

    /** Whether a pod has a token that is to be replaced by now. */
    boolean isDue(String podUid) {
        Instant now = clock.instant();
        return held.entrySet().stream()
                .anyMatch(one -> one.getKey().podUid().equals(podUid)
                        && !now.isBefore(one.getValue().renewal()));
    }

    /** A pod is gone, and its tokens with it. */
    void forget(String podUid) {
        held.keySet().removeIf(request -> request.podUid().equals(podUid));
    }
}
