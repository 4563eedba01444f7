// Who is mentioned in a text, and who is not.
#include "services/notify/mentions.hpp"

#include "shared/base/catch.hpp"

namespace verbund::notify {
namespace {
const std::string anna = "0190a000-0000-7000-8000-00000000000a";
const std::string berta = "0190a000-0000-7000-8000-00000000000b";
const std::string link_a = "[@Anna](member:" + anna + ")";
const std::string link_b = "[@Berta Ölßner](member:" + berta + ")";

std::vector<std::string> found_in(const std::string& text) {
  std::vector<std::string> ids;
  for (const auto& m : mentions(text)) ids.push_back(to_string(m.value));
  return ids;
}
using list = std::vector<std::string>;
}  // namespace

TEST_CASE("a mention is a link to a member, each member once and in order") {
  CHECK(found_in(link_a) == list{anna});
  CHECK(found_in("Hallo " + link_b + ", frag " + link_a + " oder " + link_b + "!") == list{berta, anna});
  CHECK(found_in("- eins\n- zwei " + link_a + "\n\n> Zitat " + link_b) == list{anna, berta});
  CHECK(found_in("**" + link_a + "**") == list{anna});
  CHECK(found_in("").empty());
  CHECK(found_in("Anna, bitte [hier](https://a.de)").empty());
}

TEST_CASE("what is not spelt exactly so mentions nobody") {
  for (const auto& text :
       {"[Anna](member:" + anna + ")", "[@](member:" + anna + ")", "[@Anna](member:" + anna,
        "[@Anna](member:" + anna + " \"x\")", "[@Anna](<member:" + anna + ">)",
        "[@Anna] (member:" + anna + ")", "[@Anna](Member:" + anna + ")", "[@An[na](member:" + anna + ")",
        "[@An\nna](member:" + anna + ")", std::string("[@Anna](member:x)"),
        std::string("[@Anna](member:0190A000-0000-7000-8000-00000000000A)"), "\\" + link_a,
        "[@Anna](member:" + anna.substr(1) + ")", "[@Anna](member:" + anna + "0)"})
    CHECK(found_in(text).empty());
  CHECK(found_in("\\\\" + link_a) == list{anna});
}

TEST_CASE("code mentions nobody") {
  CHECK(found_in("`" + link_a + "`").empty());
  CHECK(found_in("`` ` " + link_a + " ``").empty());
  CHECK(found_in("`eins\n" + link_a + "`").empty());
  CHECK(found_in("```\n" + link_a + "\n```").empty());
  CHECK(found_in("~~~ text\n" + link_a + "\n```\n" + link_a + "\n~~~").empty());
  CHECK(found_in("````\n```\n" + link_a + "\n````").empty());
  CHECK(found_in("```\nohne Ende\n\n" + link_a).empty());
  CHECK(found_in("> ```\n> " + link_a + "\n> ```").empty());
  CHECK(found_in("- ```\n  " + link_a + "\n  ```").empty());
}

TEST_CASE("what only looks like code is text") {
  CHECK(found_in("ein ` allein " + link_a) == list{anna});
  CHECK(found_in("`` zwei ` eins " + link_a) == list{anna});
  CHECK(found_in("` Absatz\n\n" + link_a + " `") == list{anna});
  CHECK(found_in("- ` Punkt\n- " + link_a + " `") == list{anna});
  CHECK(found_in("\\`" + link_a + "`") == list{anna});
  CHECK(found_in("`x` " + link_a + " `y`") == list{anna});
  CHECK(found_in("```\nx\n```\n" + link_a) == list{anna});
  CHECK(found_in("``` x ``` " + link_a) == list{anna});
  CHECK(found_in("``\n" + link_a + "\n") == list{anna});
  CHECK(found_in("    " + link_a) == list{anna});
}

TEST_CASE("fifty people are mentioned, of fifty-one nobody") {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "[@N](member:" + to_string(new_uuid()) + ") ";
  CHECK(found_in(text).size() == 50);
  CHECK(found_in(text + text).size() == 50);
  CHECK(found_in(text + link_a).empty());
}

TEST_CASE("any bytes are read to their end") {
  std::string bytes;
  for (unsigned n = 0; n < 20000; ++n) bytes += "[@](`~>\\\n-1. m"[(n * 2654435761u >> 7) % 14];
  CHECK(found_in(bytes + "\n\n").empty());
  CHECK(found_in(bytes.substr(0, 9999) + "](member:").empty());
}
}  // namespace verbund::notify
