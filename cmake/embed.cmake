# SPDX-License-Identifier: Apache-2.0
# Files as bytes of a C source: cmake -DOUT=page.c "-DFILES=page.html;page.js" -DFOLDER=daemon/page -P embed.cmake
# page.html becomes `const char page_html[]` and `const size_t page_html_size`.
set(text "/* Made by cmake/embed.cmake. */\n#include \"page.h\"\n")
foreach(file ${FILES})
    string(REPLACE . _ name ${file})
    file(READ ${FOLDER}/${file} hex HEX)
    string(LENGTH "${hex}" length)
    math(EXPR size "${length} / 2")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
    string(APPEND text "const char ${name}[] = {${bytes}0};\nconst size_t ${name}_size = ${size};\n")
endforeach()
file(WRITE ${OUT} "${text}")
