/** What a node knows of a pod: as assigned, as observed on the engine, and as remembered from the steps before. */
@NullMarked
package io.shiplog.agent.pod.facts;

import org.jspecify.annotations.NullMarked;
