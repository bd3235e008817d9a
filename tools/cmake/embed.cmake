# cmake -DINPUT=file -DOUTPUT=file.cc -DSYMBOL=name -P embed.cmake: the file's bytes as a C++ array.
file(READ "${INPUT}" hex HEX)
string(LENGTH "${hex}" length)
math(EXPR size "${length} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE "${OUTPUT}"
"#include <string_view>
namespace tidewaiter::data {
namespace {
constexpr unsigned char kBytes[] = {${bytes}0};
}
extern const std::string_view ${SYMBOL};
const std::string_view ${SYMBOL}(reinterpret_cast<const char*>(kBytes), ${size});
}  // namespace tidewaiter::data
")
