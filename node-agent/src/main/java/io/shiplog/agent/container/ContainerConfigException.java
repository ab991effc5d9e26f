package io.shiplog.agent.container;

/** A pod asks for something that is not there: the reason CreateContainerConfigError, with this message. */
public final class ContainerConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ContainerConfigException(String message) {
        super(message);
    }
}
