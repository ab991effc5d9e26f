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
 * kubelet's token manager, v1.34). While nobody issues a new one the old one stays until its end.
 *
 * <p>While no API server answers a new pod waits a little, and is then started with an empty token, unlike the
 * kubelet's: healing needs no API server here, and a token is for nobody else. It gets its own when one answers again.
 * Thread-safe.
 */
public final class PodTokens {
    /** Of containers that read nothing. */
    static final PodTokens UNREAD = new PodTokens(request -> new Token("", Instant.MAX), InstantSource.system());

    private static final Duration LONGEST = Duration.ofDays(1);
    /** How long a pod waits for an API server that is only being started again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Between two questions for a token that a running pod has not got. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private final TokenSource source;
    private final InstantSource clock;
    private final Map<Request, Held> held = new ConcurrentHashMap<>();
    /** Since when nobody has answered. */
    private final Map<Request, Instant> unanswered = new ConcurrentHashMap<>();

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
            unanswered.remove(request);
            Duration life = Duration.between(now, token.end()).multipliedBy(4).dividedBy(5);
            held.put(request, new Held(token, now.plus(life.compareTo(LONGEST) < 0 ? life : LONGEST)));
            return token.text();
        } catch (VolumeException e) {
            if (known != null && now.isBefore(known.token().end())) {
                return known.token().text();
            }
            throw e;
        } catch (TokenSource.UnreachableException e) {
            if (known != null && now.isBefore(known.token().end())) {
                return known.token().text();
            }
            if (now.isBefore(unanswered.computeIfAbsent(request, first -> now).plus(PATIENCE))) {
                throw new VolumeException(String.valueOf(e.getMessage()), e);
            }
            held.put(request, new Held(new Token("", now), now.plus(ASK_AGAIN)));
            return "";
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
        unanswered.keySet().removeIf(request -> request.podUid().equals(podUid));
    }
}
