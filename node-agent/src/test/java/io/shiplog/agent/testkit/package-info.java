/** What the agent's tests share: pods, an image made locally, a Docker engine if there is one. */
@NullMarked
package io.shiplog.agent.testkit;

import org.jspecify.annotations.NullMarked;
