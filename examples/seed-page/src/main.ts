console.log("story");
