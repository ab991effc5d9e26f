package io.shiplog.agent.pod.facts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a sandbox or container could not be started the last time.
 *
 * @param reason Kubernetes' waiting reason: ErrImagePull, ErrImageNeverPull, InvalidImageName,
 *     CreateContainerConfigError, CreateContainerError; for a sandbox FailedCreatePodSandBox or FailedMount
 * @param at when it failed
 * @param pause how long to wait before trying again
 */
public record StartFailure(String reason, String message, Instant at, Duration pause) {
    /** How long an image's error stands before the status turns to waiting for the next attempt. */
    private static final Duration ERROR_SHOWN = Duration.ofSeconds(2);

    private static final Duration STEADY = Duration.ofSeconds(10);

    /**
     * What is known after one more failure. Errors of configuration are tried again steadily, others ever more seldom.
     */
    static StartFailure next(@Nullable StartFailure last, String reason, String message, Instant now) {
        boolean steady = reason.equals("CreateContainerConfigError")
                || reason.equals("ErrImageNeverPull")
                || reason.equals("FailedMount");
        Duration pause = steady || last == null ? STEADY : last.pause.multipliedBy(2);
        if (last != null && !steady && pause.compareTo(BackOff.MAXIMUM) > 0) {
            pause = BackOff.MAXIMUM;
        }
        return new StartFailure(reason, message, now, pause);
    }

    /** Whether it is too early to try again. A failure that is yet to come is from before the clock was set back. */
    public boolean waits(Instant now) {
        return !at.isAfter(now) && now.isBefore(retryAt());
    }

    public Instant retryAt() {
        return at.plus(pause);
    }

    /** When the waiting reason changes by itself, null when it stays. */
    @Nullable
    public Instant changesAt(Instant now) {
        Instant change = at.plus(ERROR_SHOWN);
        return reason.equals("ErrImagePull") && now.isBefore(change) ? change : null;
    }

    /** The state to show while it waits: a failed pull becomes ImagePullBackOff, as the kubelet shows it. */
    public Waiting waiting(String image, Instant now) {
        if (reason.equals("ErrImagePull") && changesAt(now) == null) {
            return new Waiting(
                    "ImagePullBackOff", "Back-off pulling image \"" + image + "\": ErrImagePull: " + message);
        }
        return new Waiting(reason, message);
    }
}
