package io.shoplake.ingest.dummyjson;

import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;
import java.util.Arrays;
import java.util.List;

/** What is pulled, in this order, and where it goes. */
public enum Resource {
  USERS("users", Topics.SHOP_CUSTOMERS),
  PRODUCTS("products", Topics.SHOP_PRODUCTS),
  CARTS("carts", Topics.SHOP_ORDERS),
  POSTS("posts", Topics.SHOP_EVENTS);

  private final String path;
  private final Topic topic;

  Resource(String path, Topic topic) {
    this.path = path;
    this.topic = topic;
  }

  /** The path of the API, the list in its answers, and the name of the recorded file. */
  public String path() {
    return path;
  }

  /** Name of the topic that the objects go to. */
  public String topic() {
    return topic.name();
  }

  /** The topics of all resources. */
  public static List<String> topics() {
    return Arrays.stream(values()).map(Resource::topic).toList();
  }
}
